#include "push/queue.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

using namespace std::chrono_literals;

const Route abc{"ABC"};
const Route def{"DEF"};

TEST(AQueue, GivesOutTheHostsOfTheWaveInTheirOrder) {
    Queue queue;
    queue.add(7, abc);
    queue.add(3, def);
    queue.add(5, abc);

    EXPECT_EQ(queue.take(0s, true), 7U);
    EXPECT_EQ(queue.take(0s, true), 3U);
    EXPECT_EQ(queue.take(0s, true), 5U);
    EXPECT_EQ(queue.take(0s, true), std::nullopt);
    EXPECT_FALSE(queue.has_ready());
}

TEST(AQueue, PassesOverASiteWithoutRoomUntilOneOfItsHostsHasLeft) {
    Queue queue({.per_site = 1});
    queue.add(1, abc);
    queue.add(2, abc);
    queue.add(3, def);

    EXPECT_EQ(queue.take(0s, true), 1U);
    EXPECT_EQ(queue.take(0s, true), 3U);
    EXPECT_EQ(queue.take(0s, true), std::nullopt);
    EXPECT_TRUE(queue.has_ready());
    queue.left(def);
    EXPECT_EQ(queue.take(0s, true), std::nullopt);
    queue.left(abc);
    EXPECT_EQ(queue.take(0s, true), 2U);
}

TEST(AQueue, CountsAHostAtEachJumpHostOnItsWay) {
    Queue queue({.per_jump_host = 1});
    const Route behind_one{"ABC", {"one"}};
    const Route behind_both{"ABC", {"one", "two"}};
    const Route behind_two{"DEF", {"two"}};
    queue.add(1, behind_both);
    queue.add(2, behind_one);
    queue.add(3, behind_two);
    queue.add(4, abc);

    EXPECT_EQ(queue.take(0s, true), 1U);
    EXPECT_EQ(queue.take(0s, true), 4U);
    EXPECT_EQ(queue.take(0s, true), std::nullopt);
    queue.left(behind_both);
    EXPECT_EQ(queue.take(0s, true), 2U);
    EXPECT_EQ(queue.take(0s, true), 3U);
}

TEST(AQueue, KeepsTheOrderOfTheWaveAcrossWays) {
    Queue queue({.per_jump_host = 2});
    const Route behind{"ABC", {"one"}};
    queue.add(9, behind);
    queue.add(4, abc);
    queue.add(6, behind);

    EXPECT_EQ(queue.take(0s, true), 9U);
    EXPECT_EQ(queue.take(0s, true), 4U);
    EXPECT_EQ(queue.take(0s, true), 6U);
}

TEST(AQueue, PrefersAParkedHostWhoseTimeHasCome) {
    Queue queue;
    queue.add(1, abc);
    queue.park(2, abc, 20s);
    queue.park(3, def, 10s);

    EXPECT_EQ(queue.take(9s, true), 1U);
    EXPECT_EQ(queue.take(9s, true), std::nullopt);
    EXPECT_EQ(queue.take(25s, false), std::nullopt);
    EXPECT_EQ(queue.take(25s, true), 3U);
    EXPECT_EQ(queue.take(25s, true), 2U);
    EXPECT_EQ(queue.parked(), 0U);
}

TEST(AQueue, AParkedHostTakesRoomOfItsSiteToo) {
    Queue queue({.per_site = 1});
    queue.park(1, abc, 1s);
    queue.park(2, abc, 1s);

    EXPECT_EQ(queue.take(2s, true), 1U);
    EXPECT_EQ(queue.take(2s, true), std::nullopt);
    queue.left(abc);
    EXPECT_EQ(queue.take(2s, true), 2U);
}

TEST(AQueue, TellsTheNextTimeAtWhichAParkedHostIsDue) {
    Queue queue;
    EXPECT_EQ(queue.next_due(0s), std::nullopt);
    queue.park(1, abc, 30s);
    queue.park(2, def, 20s);
    queue.park(3, abc, 20s);

    EXPECT_EQ(queue.next_due(0s), 20s);
    EXPECT_EQ(queue.next_due(20s), 30s);  // whoever was due before waits for room, not for the time
    EXPECT_EQ(queue.next_due(30s), std::nullopt);
}

TEST(AQueue, ForgetsTheWaveAndKeepsTheParked) {
    Queue queue;
    queue.add(1, abc);
    queue.park(2, abc, 1s);

    queue.clear_ready();

    EXPECT_FALSE(queue.has_ready());
    EXPECT_EQ(queue.take(1s, true), 2U);
    EXPECT_EQ(queue.take(1s, true), std::nullopt);
}

}  // namespace
}  // namespace clientpush
