#include "inventory/range.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

using Names = std::vector<std::string>;

struct RangeCase {
    std::string key;
    Names names;

    friend void PrintTo(const RangeCase& c, std::ostream* out) { *out << c.key; }
};

class Range : public testing::TestWithParam<RangeCase> {};

TEST_P(Range, BecomesTheseHosts) {
    const HostNames expanded = expand(GetParam().key);

    EXPECT_EQ(expanded.wrong, "");
    EXPECT_EQ(expanded.names, GetParam().names);
    EXPECT_FALSE(expanded.port);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Range,
    testing::Values(RangeCase{"ws1", {"ws1"}},                                              //
                    RangeCase{"ws[1:3]", {"ws1", "ws2", "ws3"}},                            //
                    RangeCase{"ws[08:11]", {"ws08", "ws09", "ws10", "ws11"}},               //
                    RangeCase{"ws[8:11]", {"ws8", "ws9", "ws10", "ws11"}},                  //
                    RangeCase{"ws[5:5]", {"ws5"}},                                          //
                    RangeCase{"ws[:2]", {"ws0", "ws1", "ws2"}},                             //
                    RangeCase{"ws[0:2]", {"ws0", "ws1", "ws2"}},                            //
                    RangeCase{"ws[1:9:3]", {"ws1", "ws4", "ws7"}},                          //
                    RangeCase{"ws[01:10:4]", {"ws01", "ws05", "ws09"}},                     //
                    RangeCase{"ws[1:2:18446744073709551]", {"ws1"}},                        //
                    RangeCase{"ws-[a:d]", {"ws-a", "ws-b", "ws-c", "ws-d"}},                //
                    RangeCase{"ws-[a:f:2]", {"ws-a", "ws-c", "ws-e"}},                      //
                    RangeCase{"ws-[y:B]", {"ws-y", "ws-z", "ws-A", "ws-B"}},                //
                    RangeCase{"r[1:2]n[a:b].x", {"r1na.x", "r1nb.x", "r2na.x", "r2nb.x"}},  //
                    RangeCase{"[1:2]", {"1", "2"}},                                         //
                    RangeCase{"10.0.[0:1].[1:2]", {"10.0.0.1", "10.0.0.2", "10.0.1.1", "10.0.1.2"}},
                    RangeCase{"fe80::1", {"fe80::1"}},    //
                    RangeCase{"[fe80::1]", {"fe80::1"}},  //
                    RangeCase{"fe80::1%eth0", {"fe80::1%eth0"}}));

TEST(HostKey, MayEndInAPort) {
    EXPECT_EQ(expand("ws7:2022").names, Names{"ws7"});
    EXPECT_EQ(expand("ws7:2022").port, 2022);
    EXPECT_EQ(expand("ws[1:2]:2022").names, (Names{"ws1", "ws2"}));
    EXPECT_EQ(expand("ws[1:2]:2022").port, 2022);
    EXPECT_EQ(expand("[fe80::1]:23").names, Names{"fe80::1"});
    EXPECT_EQ(expand("[fe80::1]:23").port, 23);
}

TEST(HostKey, ThatIsWrongMakesNoHost) {
    for (const char* key : {"ws[3:1]",      "ws[1-3]",   "ws[1,3]",  "ws[1:3",     "ws]",
                            "ws[]",         "ws[:]",     "ws[1:]",   "ws[01:100]", "ws[a:9]",
                            "ws[1:9:0]",    "ws[1:9:x]", "ws[1:9:]", "ws[-1:3]",   "ws[1:2000][1:2000]",
                            "ws:0",         "ws:x",      "ws:",      "",           " ws",
                            "ws 1",         "-ws",       ".",        "..",         "a/b",
                            "fe80::1%$(x)", "ws[1:2]]"}) {
        const HostNames expanded = expand(key);

        EXPECT_NE(expanded.wrong, "") << key;
        EXPECT_NE(expanded.cure, "") << key;
        EXPECT_TRUE(expanded.names.empty()) << key;
    }
}

TEST(HostName, IsSafeAsAFileAndOnACommandLine) {
    EXPECT_TRUE(is_host_name("ws-01.corp.example"));
    EXPECT_TRUE(is_host_name("_kiosk"));
    EXPECT_FALSE(is_host_name(std::string(254, 'a')));
    EXPECT_FALSE(is_host_name("a:b"));
    EXPECT_FALSE(is_host_name("a\nb"));
    EXPECT_FALSE(is_host_name("$(reboot)"));
}

}  // namespace
}  // namespace clientpush
