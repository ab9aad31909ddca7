#include "push/retry.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

using namespace std::chrono_literals;

const RetrySpec spec{1min, 2, 1h, 168h};

TEST(Retry, GrowsByItsFactorUpToItsLargestDelay) {
    const double latest = 0.999999;

    EXPECT_NEAR(double(next_delay(spec, 1, 0s, latest)->count()), 60'000, 1);
    EXPECT_NEAR(double(next_delay(spec, 2, 0s, latest)->count()), 120'000, 1);
    EXPECT_NEAR(double(next_delay(spec, 5, 0s, latest)->count()), 960'000, 1);
    EXPECT_NEAR(double(next_delay(spec, 7, 0s, latest)->count()), 3'600'000, 4);
    EXPECT_NEAR(double(next_delay(spec, 5000, 0s, latest)->count()), 3'600'000, 4);
}

TEST(Retry, SpreadsHostsOverTheSecondHalfOfTheDelay) {
    EXPECT_EQ(next_delay(spec, 2, 0s, 0), 60s);
    EXPECT_EQ(next_delay(spec, 2, 0s, 0.5), 90s);
    for (int tries = 1; tries < 20; ++tries) {
        const Duration least = *next_delay(spec, tries, 0s, 0);
        for (double jitter = 0; jitter < 1; jitter += 0.01) {
            const Duration delay = *next_delay(spec, tries, 0s, jitter);
            ASSERT_GE(delay, least);
            ASSERT_LT(delay, 2 * least);
        }
    }
}

TEST(Retry, EndsAtItsDeadline) {
    EXPECT_TRUE(next_delay(spec, 3, 168h - 1ms, 0));
    EXPECT_FALSE(next_delay(spec, 3, 168h, 0));
    EXPECT_FALSE(next_delay(spec, 3, 1000h, 0));
}

TEST(Retry, NeverWaitsForNothing) {
    EXPECT_EQ(next_delay({1ms, 1, 1ms, 1h}, 1, 0s, 0), 1ms);
}

TEST(Retry, AFirstDelayAboveTheLargestIsCut) {
    EXPECT_EQ(next_delay({2h, 2, 1h, 168h}, 1, 0s, 0), 30min);
}

}  // namespace
}  // namespace clientpush
