#include "base/names.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace clientpush {
namespace {

struct FoldCase {
    std::vector<std::string> names;
    std::string folded;

    friend void PrintTo(const FoldCase& c, std::ostream* out) { *out << c.folded; }
};

class Fold : public testing::TestWithParam<FoldCase> {};

TEST_P(Fold, IsAsExpected) {
    EXPECT_EQ(fold(GetParam().names), GetParam().folded);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Fold,
    testing::Values(FoldCase{{}, ""},                                                   //
                    FoldCase{{"db"}, "db"},                                             //
                    FoldCase{{"ws7"}, "ws7"},                                           //
                    FoldCase{{"ws001", "ws002", "ws004", "db"}, "db,ws[001-002,004]"},  //
                    FoldCase{{"ws3", "ws1", "ws2", "ws2"}, "ws[1-3]"},                  //
                    FoldCase{{"ws8", "ws9", "ws10", "ws11"}, "ws[8-11]"},               //
                    FoldCase{{"ws08", "ws09", "ws10"}, "ws[08-10]"},                    //
                    FoldCase{{"ws1", "ws01"}, "ws1,ws01"},                              //
                    FoldCase{{"ws09", "ws10", "ws100"}, "ws100,ws[09-10]"},             //
                    FoldCase{{"a", "a1", "a2"}, "a,a[1-2]"},                            //
                    FoldCase{{"1", "2", "3"}, "[1-3]"},                                 //
                    FoldCase{{"ws1.s2.example", "ws2.s2.example"}, "ws[1-2].s2.example"},
                    FoldCase{{"ws1.a", "ws2.b"}, "ws1.a,ws2.b"},
                    FoldCase{{"r1n1", "r1n2", "r2n1"}, "r1n[1-2],r2n1"},
                    FoldCase{{"192.0.2.1", "192.0.2.2", "192.0.3.1"}, "192.0.2.[1-2],192.0.3.1"},
                    FoldCase{{"w99999999999999999999999", "w1"}, "w1,w99999999999999999999999"}));

std::vector<std::string> numbered(int count, int step) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) names.push_back(fmt::format("ws{:04}", 1 + i * step));
    return names;
}

TEST(FoldToALimit, SaysEverythingWhenThatFits) {
    EXPECT_EQ(fold(numbered(40, 1), 14), "ws[0001-0040]");
    EXPECT_EQ(fold({}, 10), "");
}

TEST(FoldToALimit, CountsWhatItLeavesOut) {
    const std::string text = fold(numbered(100, 2), 20);

    EXPECT_EQ(text, "ws[0001,0003,0005], and 97 more");
}

TEST(FoldToALimit, SaysOneNameHoweverLong) {
    EXPECT_EQ(fold({"a-very-long-name", "b-very-long-name"}, 5), "a-very-long-name, and 1 more");
}

}  // namespace
}  // namespace clientpush
