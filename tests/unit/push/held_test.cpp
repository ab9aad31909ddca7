#include <gtest/gtest.h>

#include <algorithm>

#include "push/engine.h"
#include "support/push_world.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

/// A run that is held while hosts are between their connection and the start of their installer.
class HeldHosts : public testing::Test {
protected:
    HeldHosts() {
        world.add("ws", 2);
        for (const char* name : {"ws1", "ws2"}) world.fleet[name].latency = 5s;
    }

    void at(Duration when, PushWorld::Deed deed) { world.meanwhile.emplace_back(when, std::move(deed)); }

    PushWorld world;
};

TEST_F(HeldHosts, ACancelStartsNothingOnAHostThatIsStillBeingLookedAt) {
    at(7s, [](Engine& engine) { engine.cancel(); });

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::cancelled);
    EXPECT_EQ(states_of(result.hosts), "ws1 cancelled, ws2 cancelled");
    EXPECT_EQ(world.fleet.starts(), 0U);
    EXPECT_EQ(world.fleet.most_open(), 2);
}

TEST_F(HeldHosts, AnInterruptLeavesThemQueuedForTheResume) {
    at(7s, [](Engine& engine) { engine.interrupt(); });
    const RunResult first = world.push();
    world.meanwhile.clear();

    const RunResult second = world.execute(world.order(1));

    EXPECT_EQ(states_of(first.hosts), "ws1 queued, ws2 queued");
    EXPECT_EQ(first.hosts.at(0).reason, "held");
    EXPECT_EQ(states_of(second.hosts), "ws1 managed, ws2 managed");
    EXPECT_EQ(world.fleet.starts(), 2U);
}

TEST_F(HeldHosts, APauseStartsThemOnceItIsOver) {
    at(7s, [](Engine& engine) { engine.pause("lunch"); });
    at(1h, [&](Engine& engine) {
        EXPECT_EQ(world.fleet.starts(), 0U);
        EXPECT_EQ(world.fleet.open(), 0);
        engine.resume();
    });

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 managed");
    EXPECT_EQ(world.fleet.starts(), 2U);
}

TEST_F(HeldHosts, AGateStartsNothingOnAHostThatWaitsForSomebodyElsesInstaller) {
    world.playbook.gate.failed = Share{0, 0, false};
    world.fleet.host("ws1").installer = {.takes = 1s, .code = 3, .applies = false};
    world.fleet.host("ws2").foreign_until = 5min;

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::stopped);
    EXPECT_EQ(states_of(result.hosts), "ws1 failed, ws2 queued");
    EXPECT_TRUE(world.host("ws2").starts.empty());
    EXPECT_LT(world.clock.elapsed(), 5min);
}

TEST_F(HeldHosts, AHostThatIsLostInMidInstallIsLookedAtAgainAndNotStartedAgain) {
    world.fleet.host("ws2").installer.takes = 9min;
    FakeMachine& lost = world.fleet["ws1"];
    lost.faults[5] = Fault::drop_after;  // after look, prepare and two uploads
    lost.host.on_start = [&](const FakeHost::Start& start) { lost.refuses_until = start.at + 45s; };

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 managed");
    EXPECT_EQ(world.host("ws1").starts.size(), 1U);
    const bool was_unknown = std::ranges::any_of(world.progress.changes, [](const HostRun& row) {
        return row.host == "ws1" && row.state == HostState::unknown && row.next_at.has_value();
    });
    EXPECT_TRUE(was_unknown);
}

}  // namespace
}  // namespace clientpush
