#include "base/folded_names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace clientpush {
namespace {

TEST(FoldedNames, AreTheSameInWhateverOrderTheyCame) {
    std::vector<std::string> names;
    for (int i = 0; i < 300; ++i) names.push_back("ws" + std::to_string(i * i % 400));
    for (int i = 0; i < 20; ++i) names.push_back("ws0" + std::to_string(i));
    FoldedNames in_order;
    for (const std::string& name : names) in_order.add(name);

    for (unsigned seed = 0; seed < 20; ++seed) {
        std::ranges::shuffle(names, std::mt19937(seed));
        FoldedNames shuffled;
        for (const std::string& name : names) shuffled.add(name);

        EXPECT_EQ(shuffled.text(), in_order.text()) << "seed " << seed;
        EXPECT_EQ(shuffled.size(), 320U);
    }
}

TEST(FoldedNames, OfTheLargestNumbersStandAsTheyAre) {
    FoldedNames names;
    for (const char* name : {"w18446744073709551615", "w18446744073709551614", "w0", "w18446744073709551616",
                             "w00000000000000000000001", "w00000000000000000000002"})
        names.add(name);

    EXPECT_EQ(
        names.text(),
        "w[0,18446744073709551614-18446744073709551615],w[00000000000000000000001-00000000000000000000002],"
        "w18446744073709551616");
}

TEST(FoldedNames, OfNobodyAreNoText) {
    const FoldedNames nobody;

    EXPECT_TRUE(nobody.empty());
    EXPECT_EQ(nobody.text(), "");
    EXPECT_EQ(nobody.text(10), "");
}

}  // namespace
}  // namespace clientpush
