#include "base/time.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace clientpush {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

Time at(int year, unsigned month, unsigned day, Duration of_day = 0ms) {
    return sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) + of_day;
}

TEST(TimeText, IsUtcWithSeconds) {
    EXPECT_EQ(to_text(at(2026, 11, 22, 20h + 15min + 3s)), "2026-11-22T20:15:03Z");
    EXPECT_EQ(to_text(Time{}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(to_text(at(2026, 1, 2, 23h + 59min + 59s + 999ms)), "2026-01-02T23:59:59Z");
}

TEST(TimeText, BeforeTheEpochIsRoundedDownToo) {
    EXPECT_EQ(to_text(Time{} - 1ms), "1969-12-31T23:59:59Z");
}

struct GoodTime {
    std::string text;
    Time time;
};

const std::vector<GoodTime> good_times{
    GoodTime{"2026-11-22T20:15:03Z", at(2026, 11, 22, 20h + 15min + 3s)},
    GoodTime{"2026-11-22", at(2026, 11, 22)},
    GoodTime{"2026-11-22T20:15:03.5Z", at(2026, 11, 22, 20h + 15min + 3s + 500ms)},
    GoodTime{"2026-11-22T20:15:03.123Z", at(2026, 11, 22, 20h + 15min + 3s + 123ms)},
    GoodTime{"2026-11-22T20:15:03.123999999999Z", at(2026, 11, 22, 20h + 15min + 3s + 123ms)},
    GoodTime{"2026-11-22T20:15:03+01:00", at(2026, 11, 22, 19h + 15min + 3s)},
    GoodTime{"2026-11-22T00:15:03+01:30", at(2026, 11, 21, 22h + 45min + 3s)},
    GoodTime{"2026-12-31T23:00:00-05:30", at(2027, 1, 1, 4h + 30min)},
    GoodTime{"2024-02-29T00:00:00Z", at(2024, 2, 29)},
    GoodTime{"1969-12-31T23:59:59Z", Time{} - 1s}};

TEST(ParseTime, ReadsItsForms) {
    for (const auto& [text, expected] : good_times) {
        Time time{};

        ASSERT_TRUE(parse_time(text, time)) << text;

        EXPECT_EQ(time, expected) << text << " read as " << to_text(time);
    }
}

TEST(ParseTime, RefusesEverythingElseAndLeavesTheResultAlone) {
    for (const std::string text : {"",
                                   "now",
                                   "2026",
                                   "2026-11",
                                   "2026-1-2",
                                   "2026-13-01",
                                   "2026-02-29",
                                   "2026-00-10",
                                   "2026-11-31",
                                   "26-11-22",
                                   "2026-11-22 20:15:03Z",
                                   "2026-11-22T20:15Z",
                                   "2026-11-22T20:15:03",
                                   "2026-11-22T24:00:00Z",
                                   "2026-11-22T20:60:00Z",
                                   "2026-11-22T20:15:60Z",
                                   "2026-11-22T20:15:03.Z",
                                   "2026-11-22T20:15:03+1:00",
                                   "2026-11-22T20:15:03+0100",
                                   "2026-11-22T20:15:03+24:00",
                                   "2026-11-22T20:15:03Zx",
                                   "2026-11-22Z",
                                   "2026-11-22 ",
                                   " 2026-11-22",
                                   "-026-11-22",
                                   "2026-11-22T-1:15:03Z"}) {
        Time time = at(2000, 1, 1);
        EXPECT_FALSE(parse_time(text, time)) << text;
        EXPECT_EQ(time, at(2000, 1, 1)) << text;
    }
}

TEST(TimeText, IsReadBackAsTheSameTime) {
    for (const Time time :
         {Time{}, at(1999, 12, 31, 1h), at(2026, 11, 22, 20h + 15min + 3s), at(2100, 2, 28)}) {
        Time again{};
        ASSERT_TRUE(parse_time(to_text(time), again));
        EXPECT_EQ(again, time);
    }
}

TEST(DurationText, HasTwoUnitsAtMost) {
    EXPECT_EQ(to_text(350ms), "350ms");
    EXPECT_EQ(to_text(999ms), "999ms");
    EXPECT_EQ(to_text(Duration(1s)), "1s");
    EXPECT_EQ(to_text(1999ms), "1s");
    EXPECT_EQ(to_text(Duration(42s)), "42s");
    EXPECT_EQ(to_text(Duration(60s)), "1m");
    EXPECT_EQ(to_text(Duration(3min + 20s)), "3m 20s");
    EXPECT_EQ(to_text(Duration(2h + 5min)), "2h 5m");
    EXPECT_EQ(to_text(Duration(2h + 5min + 59s)), "2h 5m");
    EXPECT_EQ(to_text(Duration(2h + 59s)), "2h");
    EXPECT_EQ(to_text(Duration(days(9))), "9d");
    EXPECT_EQ(to_text(Duration(days(1) + 1h + 1min)), "1d 1h");
    EXPECT_EQ(to_text(Duration(0)), "0s");
}

TEST(DurationText, KeepsTheSign) {
    EXPECT_EQ(to_text(Duration(-(3min + 20s))), "-3m 20s");
    EXPECT_EQ(to_text(Duration::min()), "-106751991167d 7h");
    EXPECT_EQ(to_text(Duration::max()), "106751991167d 7h");
}

struct GoodDuration {
    std::string text;
    Duration duration;
};

const std::vector<GoodDuration> good_durations{GoodDuration{"500ms", 500ms},
                                               GoodDuration{"30s", 30s},
                                               GoodDuration{"5m", 5min},
                                               GoodDuration{"2h", 2h},
                                               GoodDuration{"7d", days(7)},
                                               GoodDuration{"0s", 0ms},
                                               GoodDuration{"9223372036854775807ms", Duration::max()},
                                               GoodDuration{"106751991167d", days(106751991167)}};

TEST(ParseDuration, ReadsItsForms) {
    for (const auto& [text, expected] : good_durations) {
        Duration duration{};

        ASSERT_TRUE(parse_duration(text, duration)) << text;

        EXPECT_EQ(duration, expected) << text << " read as " << to_text(duration);
    }
}

TEST(ParseDuration, RefusesEverythingElseAndLeavesTheResultAlone) {
    for (const std::string text :
         {"", "5", "m", "-5m", "+5m", "5 m", " 5m", "5m ", "1.5h", "1h30m", "5M", "5min", "5w",
          "9223372036854775808ms", "106751991168d", "99999999999999999999s"}) {
        Duration duration = 1ms;
        EXPECT_FALSE(parse_duration(text, duration)) << text;
        EXPECT_EQ(duration, 1ms) << text;
    }
}

}  // namespace
}  // namespace clientpush
