#include <gtest/gtest.h>

#include "push/engine.h"
#include "support/push_world.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

/// Hosts that are off: parked, tried again when they are due, and in nobody's way.
class ParkedHosts : public testing::Test {
protected:
    ParkedHosts() { world.playbook.retry[HostState::unreachable] = {1min, 2, 10min, 1h}; }

    RunResult push_and_wait(Duration wait) {
        RunOrder order = world.order(world.begin_run());
        order.wait_for_parked = wait;
        return world.execute(std::move(order));
    }

    PushWorld world;
};

TEST_F(ParkedHosts, AHostThatIsOffIsUnreachableAndSaysWhenItIsTriedAgain) {
    world.add("ws", 1);
    world.fleet["ws1"].refuses_until = 24h;

    const HostRun row = world.push().hosts.at(0);

    EXPECT_EQ(row.state, HostState::unreachable);
    EXPECT_EQ(row.reason, "connection-refused");
    ASSERT_TRUE(row.next_at.has_value());
    EXPECT_GE(*row.next_at - row.since, 30s);
    EXPECT_LE(*row.next_at - row.since, 60s);
}

TEST_F(ParkedHosts, ABlackHoleIsUnreachableOnceItsDeadlineHasPassed) {
    world.add("ws", 1);
    world.fleet["ws1"].silent_until = 24h;

    const HostRun row = world.push().hosts.at(0);

    EXPECT_EQ(row.state, HostState::unreachable);
    EXPECT_EQ(row.reason, "no-answer");
    EXPECT_EQ(world.clock.elapsed(), world.limits.connect);
}

TEST_F(ParkedHosts, AreTriedAgainWhenTheyAreDueWhileOthersAreAtWork) {
    world.add("ws", 2);
    world.fleet["ws1"].refuses_until = 30s;
    world.fleet.host("ws2").installer.takes = 9min;

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 managed");
    EXPECT_LE(world.host("ws1").starts.at(0).at, 62s);
}

TEST_F(ParkedHosts, HoldUpNoWave) {
    world.add("a", 1, "ABC", 1);
    world.add("b", 1, "ABC", 2);
    world.fleet["a1"].refuses_until = 24h;

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "a1 unreachable, b1 managed");
    EXPECT_EQ(result.state, RunState::ended);
}

TEST_F(ParkedHosts, AreWaitedForAsLongAsTheCallerWants) {
    world.add("ws", 2);
    world.fleet["ws1"].refuses_until = 5min;
    world.fleet["ws2"].refuses_until = 24h;

    const RunResult result = push_and_wait(30min);

    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 unreachable");
    EXPECT_EQ(result.state, RunState::ended);
    EXPECT_GE(world.clock.elapsed(), 30min);
    EXPECT_LT(world.clock.elapsed(), 31min);
}

TEST_F(ParkedHosts, AreGivenUpAtTheirDeadline) {
    world.add("ws", 1);
    world.fleet["ws1"].refuses_until = 24h;

    const RunResult result = push_and_wait(12h);

    EXPECT_FALSE(result.hosts.at(0).next_at.has_value());
    EXPECT_LT(world.clock.elapsed(), 1h + 11min);
    EXPECT_GE(world.fleet["ws1"].logins, 8);
}

TEST_F(ParkedHosts, OneThatFailsOnceItIsBackIsTriedOnceMore) {
    world.add("ws", 1);
    world.playbook.retry[HostState::failed] = at_once(1);
    world.fleet["ws1"].refuses_until = 5min;
    world.fleet.host("ws1").installer = {.code = 3, .applies = false};

    const RunResult result = push_and_wait(30min);

    EXPECT_EQ(states_of(result.hosts), "ws1 failed");
    EXPECT_EQ(world.fleet.starts(), 2U);
}

TEST_F(ParkedHosts, HoldUpNoWaveAlthoughOneOfThemIsAlwaysBeingTried) {
    world.add("off", 20);
    world.add("ws", 1, "ABC", 2);
    world.playbook.limits.at_once = 3;
    world.playbook.retry[HostState::unreachable] = {10s, 1, 10s, days(7)};
    for (const auto& [name, machine] : world.fleet.machines())
        if (name != "ws1") machine->silent_until = days(1000);

    const RunResult result = world.push();

    EXPECT_EQ(row_of(result.hosts, "ws1").state, HostState::managed);
    EXPECT_LT(world.clock.elapsed(), 10min);
}

TEST_F(ParkedHosts, OneThatFailedWaitsForItsNextTryAsThePlaybookSays) {
    world.add("ws", 1);
    world.playbook.retry[HostState::failed] = at_once(2);
    world.playbook.retry[HostState::failed].first = 10min;
    world.fleet.host("ws1").next = {{.takes = 1s, .code = 3, .applies = false}};

    const RunResult result = push_and_wait(1h);

    EXPECT_EQ(states_of(result.hosts), "ws1 managed");
    EXPECT_EQ(world.fleet.starts(), 2U);
    EXPECT_GE(world.clock.elapsed(), 5min) << "half of the pause is certain";
    EXPECT_LT(world.clock.elapsed(), 11min);
}

TEST_F(ParkedHosts, OneThatFailedCountsForTheGateUntilItIsTriedAgain) {
    world.add("ws", 4);
    world.playbook.limits.at_once = 1;
    world.playbook.gate.failed = Share{0, 1, false};
    world.playbook.retry[HostState::failed] = at_once(2);
    world.playbook.retry[HostState::failed].first = 10min;
    for (const char* name : {"ws1", "ws2"})
        world.fleet.host(name).installer = {.takes = 1s, .code = 3, .applies = false};

    const RunResult result = push_and_wait(1h);

    EXPECT_EQ(states_of(result.hosts), "ws1 failed, ws2 failed, ws3 queued, ws4 queued");
    EXPECT_EQ(result.state, RunState::stopped);
}

TEST_F(ParkedHosts, AreNotWaitedForByARunThatIsHeld) {
    world.add("ws", 2);
    world.playbook.limits.at_once = 1;
    world.playbook.gate.failed = Share{0, 0, false};
    world.playbook.gate.then = GateSpec::Then::pause;
    world.fleet["ws1"].refuses_until = 24h;
    world.fleet.host("ws2").installer = {.takes = 1s, .code = 3, .applies = false};

    const RunResult result = push_and_wait(5h);

    EXPECT_EQ(states_of(result.hosts), "ws1 unreachable, ws2 failed");
    EXPECT_LT(world.clock.elapsed(), 1h);
    EXPECT_TRUE(world.progress.notices.empty() ||
                world.progress.notices.back().find("waiting up to") == std::string::npos);
}

TEST_F(ParkedHosts, OneWithoutAWayIsTriedOnceItMayHaveBeenOpened) {
    world.add("ws", 1);
    world.playbook.retry[HostState::blocked] = at_once(3);
    world.playbook.retry[HostState::blocked].first = 10min;
    world.fleet.host("ws1").ways[PushWorld::new_http] = "timeout";
    RunOrder order = world.order(world.begin_run());
    order.wait_for_parked = 1h;
    world.meanwhile = {{1min, [&](Engine&) { world.fleet.host("ws1").ways.clear(); }}};

    const RunResult result = world.execute(std::move(order));

    EXPECT_EQ(states_of(result.hosts), "ws1 managed");
    EXPECT_EQ(world.fleet.starts(), 1U);
}

TEST_F(ParkedHosts, AreNotBegunAfterTheTimeOfTheCaller) {
    world.add("ws", 2);
    world.fleet["ws1"].refuses_until = 1min;
    world.fleet.host("ws1").installer.takes = 9min;
    world.fleet["ws2"].refuses_until = 24h;
    world.limits.stay = 24h;  // with ws1, so that the last login is one of ws2

    push_and_wait(8min);

    EXPECT_LE(world.fleet.logins().back(), 8min + 1s);
    EXPECT_GT(world.clock.elapsed(), 9min);
}

TEST_F(ParkedHosts, WaitQuietlyWhileTheirSiteHasNoRoom) {
    world.add("ws", 2);
    world.playbook.limits.per_site = 1;
    world.fleet["ws1"].refuses_until = 10s;
    world.fleet.host("ws2").installer.takes = 9min;
    RunOrder order = world.order(world.begin_run());
    asio::io_context loop;
    Engine engine(world.services(), world.limits, loop.get_executor(), 1);
    std::size_t turns = 0;
    bool ended = false;

    asio::co_spawn(loop, engine.execute(std::move(order)),
                   [&](std::exception_ptr, RunResult) { ended = true; });
    while (!ended && turn(loop, world.clock)) ++turns;

    EXPECT_TRUE(ended);
    EXPECT_LT(turns, 5'000U);
}

TEST_F(ParkedHosts, CountForTheGate) {
    world.add("a", 4, "ABC", 1);
    world.add("b", 4, "ABC", 2);
    world.playbook.gate.unreachable = Share{30, 0, true};
    world.fleet["a1"].refuses_until = world.fleet["a2"].refuses_until = 24h;

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::stopped);
    EXPECT_EQ(result.reason, "2 of 4 hosts started in this wave are unreachable: more than 30%");
}

TEST_F(ParkedHosts, AreParkedAgainWhenTheRunIsResumed) {
    world.add("ws", 3);
    world.playbook.limits.at_once = 2;
    world.fleet["ws1"].refuses_until = 1min;
    world.meanwhile = {{1s, [](Engine& engine) { engine.interrupt(); }}};
    const RunResult first = world.push();
    world.meanwhile.clear();
    RunOrder order = world.order(1);
    order.wait_for_parked = 10min;

    const RunResult second = world.execute(std::move(order));

    EXPECT_EQ(states_of(first.hosts), "ws1 unreachable, ws2 managed, ws3 managed");
    EXPECT_EQ(states_of(second.hosts), "ws1 managed, ws2 managed, ws3 managed");
}

}  // namespace
}  // namespace clientpush
