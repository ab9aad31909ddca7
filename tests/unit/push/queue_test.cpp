#include "push/queue.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

using namespace std::chrono_literals;

TEST(AQueue, GivesOutTheHostsOfTheWaveInTheirOrder) {
    Queue queue;
    queue.add(7, "ABC");
    queue.add(3, "DEF");
    queue.add(5, "ABC");

    EXPECT_EQ(queue.take(0s, true), 7U);
    EXPECT_EQ(queue.take(0s, true), 3U);
    EXPECT_EQ(queue.take(0s, true), 5U);
    EXPECT_EQ(queue.take(0s, true), std::nullopt);
    EXPECT_FALSE(queue.has_ready());
}

TEST(AQueue, PassesOverASiteWithoutRoomUntilOneOfItsHostsHasLeft) {
    Queue queue(1);
    queue.add(1, "ABC");
    queue.add(2, "ABC");
    queue.add(3, "DEF");

    EXPECT_EQ(queue.take(0s, true), 1U);
    EXPECT_EQ(queue.take(0s, true), 3U);
    EXPECT_EQ(queue.take(0s, true), std::nullopt);
    EXPECT_TRUE(queue.has_ready());
    queue.left("DEF");
    EXPECT_EQ(queue.take(0s, true), std::nullopt);
    queue.left("ABC");
    EXPECT_EQ(queue.take(0s, true), 2U);
}

TEST(AQueue, PrefersAParkedHostWhoseTimeHasCome) {
    Queue queue;
    queue.add(1, "ABC");
    queue.park(2, "ABC", 20s);
    queue.park(3, "DEF", 10s);

    EXPECT_EQ(queue.take(9s, true), 1U);
    EXPECT_EQ(queue.take(9s, true), std::nullopt);
    EXPECT_EQ(queue.take(25s, false), std::nullopt);
    EXPECT_EQ(queue.take(25s, true), 3U);
    EXPECT_EQ(queue.take(25s, true), 2U);
    EXPECT_EQ(queue.parked(), 0U);
}

TEST(AQueue, AParkedHostTakesRoomOfItsSiteToo) {
    Queue queue(1);
    queue.park(1, "ABC", 1s);
    queue.park(2, "ABC", 1s);

    EXPECT_EQ(queue.take(2s, true), 1U);
    EXPECT_EQ(queue.take(2s, true), std::nullopt);
    queue.left("ABC");
    EXPECT_EQ(queue.take(2s, true), 2U);
}

TEST(AQueue, TellsTheNextTimeAtWhichAParkedHostIsDue) {
    Queue queue;
    EXPECT_EQ(queue.next_due(0s), std::nullopt);
    queue.park(1, "ABC", 30s);
    queue.park(2, "DEF", 20s);
    queue.park(3, "ABC", 20s);

    EXPECT_EQ(queue.next_due(0s), 20s);
    EXPECT_EQ(queue.next_due(20s), 30s);  // whoever was due before waits for room, not for the time
    EXPECT_EQ(queue.next_due(30s), std::nullopt);
}

TEST(AQueue, ForgetsTheWaveAndKeepsTheParked) {
    Queue queue;
    queue.add(1, "ABC");
    queue.park(2, "ABC", 1s);

    queue.clear_ready();

    EXPECT_FALSE(queue.has_ready());
    EXPECT_EQ(queue.take(1s, true), 2U);
    EXPECT_EQ(queue.take(1s, true), std::nullopt);
}

}  // namespace
}  // namespace clientpush
