#include "push/engine.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/errors.h"
#include "support/push_world.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

class EngineOverFakes : public testing::Test {
protected:
    /// How many of these hosts were ever connected to.
    int touched(const std::string& prefix) {
        return static_cast<int>(std::ranges::count_if(world.fleet.machines(), [&](const auto& entry) {
            return entry.first.starts_with(prefix) && entry.second->logins > 0;
        }));
    }

    void refuse(const std::string& name, Duration until = Duration::max()) {
        world.fleet[name].refuses_until = until;
    }

    /// A run of an inventory that does not say which machine each host should be.
    RunOrder without_machine_ids() {
        RunOrder order = world.order(world.begin_run());
        order.make_job = [make = std::move(order.make_job)](std::size_t index, const std::string& host) {
            Job one = make(index, host);
            one.host.machine_id.clear();
            return one;
        };
        return order;
    }

    void fail(const std::string& name) { world.fleet.host(name).installer = {.code = 3, .applies = false}; }

    PushWorld world;
};

TEST_F(EngineOverFakes, BringsEveryHostOntoItsPorts) {
    world.add("ws", 5);

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::ended);
    EXPECT_EQ(count_of(result.hosts, HostState::managed), 5) << states_of(result.hosts);
    EXPECT_EQ(world.fleet.starts(), 5U);
    for (const auto& [name, machine] : world.fleet.machines()) EXPECT_EQ(machine->host.http, 8080);
}

TEST_F(EngineOverFakes, TheStateHoldsWhatTheResultSays) {
    world.add("ws", 3);
    fail("ws2");

    const RunResult result = world.push();

    world.store.crash();
    EXPECT_EQ(states_of(world.store.hosts_of(1)), "ws1 managed, ws2 failed, ws3 managed");
    EXPECT_EQ(world.store.hosts_of(1), result.hosts);
    EXPECT_EQ(world.store.run(1)->state, RunState::ended);
    EXPECT_EQ(world.store.attempts_on("ws2").at(0).exit_code, 3);
}

TEST_F(EngineOverFakes, ARunWithoutHostsEnds) {
    EXPECT_EQ(world.push().state, RunState::ended);
}

TEST_F(EngineOverFakes, WorksOnAsManyHostsAtOnceAsAllowedAndNoMore) {
    world.add("ws", 12);
    world.playbook.limits.at_once = 4;

    world.push();

    EXPECT_EQ(world.fleet.most_open(), 4);
}

TEST_F(EngineOverFakes, ASiteIsNotGivenMoreThanItsShare) {
    world.add("abc", 8, "ABC");
    world.add("xyz", 8, "XYZ");
    world.playbook.limits.per_site = 2;

    const RunResult result = world.push();

    EXPECT_EQ(world.fleet.most_open_at("ABC"), 2);
    EXPECT_EQ(world.fleet.most_open_at("XYZ"), 2);
    EXPECT_EQ(world.fleet.most_open(), 4);
    EXPECT_EQ(count_of(result.hosts, HostState::managed), 16);
}

TEST_F(EngineOverFakes, NoSecondSeesMoreLoginsThanAllowed) {
    world.add("ws", 40);
    world.playbook.limits.logins_per_second = 7;

    world.push();

    const std::vector<Duration>& logins = world.fleet.logins();
    ASSERT_EQ(logins.size(), 40U);
    for (std::size_t i = 7; i < logins.size(); ++i) EXPECT_GE(logins[i] - logins[i - 7], 1s) << i;
}

TEST_F(EngineOverFakes, ReconnectionsCountAsLoginsToo) {
    world.add("ws", 10);
    world.playbook.limits.logins_per_second = 5;
    for (const auto& [name, machine] : world.fleet.machines()) machine->faults[1] = Fault::drop_before;

    world.push();

    const std::vector<Duration>& logins = world.fleet.logins();
    ASSERT_EQ(logins.size(), 20U);
    for (std::size_t i = 5; i < logins.size(); ++i) EXPECT_GE(logins[i] - logins[i - 5], 1s) << i;
}

TEST_F(EngineOverFakes, ASlowHostDelaysNobody) {
    world.add("ws", 6);
    world.playbook.limits.at_once = 2;
    world.fleet.host("ws1").installer.takes = 9min;

    const RunResult result = world.push();

    EXPECT_EQ(count_of(result.hosts, HostState::managed), 6);
    const Time slow = row_of(result.hosts, "ws1").since;
    for (const HostRun& row : result.hosts) EXPECT_TRUE(row.host == "ws1" || row.since < slow) << row.host;
}

TEST_F(EngineOverFakes, AWaveBeginsWhenTheOneBeforeIsThrough) {
    world.add("a", 3, "ABC", 1);
    world.add("b", 3, "ABC", 2);
    world.add("c", 3, "ABC", 3);

    const Time zero = world.clock.now();

    const RunResult result = world.push();

    EXPECT_EQ(world.progress.waves, (std::vector<int>{1, 2, 3}));
    for (const char later : {'b', 'c'}) {
        const Duration begun = world.host(std::string(1, later) + "1").starts.at(0).at;
        for (const HostRun& row : result.hosts)
            if (row.host.front() < later) {
                EXPECT_LT(row.since - zero, begun);
            }
    }
}

TEST_F(EngineOverFakes, AGateThatStopsLeavesTheNextWaveUntouched) {
    world.add("a", 4, "ABC", 1);
    world.add("b", 8, "ABC", 2);
    world.playbook.gate.failed = Share{25, 0, true};
    fail("a1");
    fail("a2");

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::stopped);
    EXPECT_EQ(result.reason, "2 of 4 hosts started in this wave failed: more than 25%");
    EXPECT_EQ(touched("b"), 0);
    EXPECT_EQ(count_of(result.hosts, HostState::queued), 8);
    EXPECT_EQ(world.store.run(1)->state, RunState::stopped);
}

TEST_F(EngineOverFakes, AGateThatStopsLetsRunningHostsFinish) {
    world.add("ws", 4);
    world.playbook.gate.failed = Share{0, 0, false};
    world.playbook.limits.at_once = 3;
    fail("ws1");
    world.fleet.host("ws1").installer.takes = 1s;

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 failed, ws2 managed, ws3 managed, ws4 queued");
    EXPECT_EQ(touched("ws4"), 0);
}

TEST_F(EngineOverFakes, AGateThatIsExactlyReachedLetsTheRunGoOn) {
    world.add("ws", 4);
    world.playbook.gate.failed = Share{0, 1, false};
    fail("ws1");

    EXPECT_EQ(world.push().state, RunState::ended);
}

TEST_F(EngineOverFakes, AStoppedRunGoesOnWhenItIsResumed) {
    world.add("a", 2, "ABC", 1);
    world.add("b", 2, "ABC", 2);
    world.playbook.gate.failed = Share{0, 0, false};
    fail("a1");
    world.push();
    world.playbook.gate.failed = Share{0, 1, false};
    world.store.set_run_state(1, RunState::open, "", world.clock.now());

    const RunResult result = world.execute(world.order(1));

    EXPECT_EQ(result.state, RunState::ended);
    EXPECT_EQ(states_of(result.hosts), "a1 failed, a2 managed, b1 managed, b2 managed");
    EXPECT_EQ(world.host("a1").starts.size(), 1U);
}

TEST_F(EngineOverFakes, AGateMayPauseInsteadAndAResumeGoesOn) {
    world.add("a", 1, "ABC", 1);
    world.add("b", 1, "ABC", 2);
    world.playbook.gate.failed = Share{0, 0, false};
    world.playbook.gate.then = GateSpec::Then::pause;
    fail("a1");
    RunState at_an_hour{};
    world.meanwhile = {{1h, [&](Engine& engine) {
                            at_an_hour = engine.state();
                            engine.resume();
                        }}};

    const RunResult result = world.push();

    EXPECT_EQ(at_an_hour, RunState::paused);
    EXPECT_EQ(result.state, RunState::ended);
    EXPECT_GE(world.host("b1").starts.at(0).at, 1h);
}

TEST_F(EngineOverFakes, NothingNewBeginsWhileARunIsPaused) {
    world.add("ws", 4);
    world.playbook.limits.at_once = 1;
    int before = 0;
    world.meanwhile = {{10s, [](Engine& engine) { engine.pause("lunch"); }},
                       {2h, [&](Engine& engine) {
                            before = touched("ws");
                            EXPECT_EQ(world.store.run(1)->reason, "lunch");
                            engine.resume();
                        }}};

    const RunResult result = world.push();

    EXPECT_EQ(before, 1);
    EXPECT_EQ(count_of(result.hosts, HostState::managed), 4);
    EXPECT_EQ(world.store.run(1)->state, RunState::ended);
    EXPECT_EQ(world.store.run(1)->reason, "");
}

TEST_F(EngineOverFakes, APauseWhenNothingIsLeftToBeginHoldsUpNothing) {
    world.add("ws", 2);
    world.meanwhile = {{10s, [](Engine& engine) { engine.pause("too late"); }}};

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::ended);
    EXPECT_EQ(count_of(result.hosts, HostState::managed), 2);
}

TEST_F(EngineOverFakes, ACancelledRunFinishesWhatRunsAndGivesUpTheRest) {
    world.add("ws", 3);
    world.playbook.limits.at_once = 1;
    world.meanwhile = {{10s, [](Engine& engine) { engine.cancel(); }}};

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::cancelled);
    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 cancelled, ws3 cancelled");
    EXPECT_EQ(touched("ws"), 1);
    world.store.crash();
    EXPECT_EQ(world.store.run(1)->state, RunState::cancelled);
    EXPECT_EQ(states_of(world.store.hosts_of(1)), states_of(result.hosts));
}

TEST_F(EngineOverFakes, ACancelIsNotForgottenWhenTheControllerDiesBeforeItsEnd) {
    world.add("ws", 2);
    world.playbook.limits.at_once = 1;
    RunState remembered{};
    world.meanwhile = {{10s, [](Engine& engine) { engine.cancel(); }}, {11s, [&](Engine&) {
                                                                            MemoryStore after = world.store;
                                                                            after.crash();
                                                                            remembered = after.run(1)->state;
                                                                        }}};

    world.push();

    EXPECT_EQ(remembered, RunState::paused);
}

TEST_F(EngineOverFakes, StopsWhenTheLoginIsRevokedInMidRun) {
    world.add("ws", 30);
    world.playbook.limits.at_once = 1;
    for (int i = 6; i <= 30; ++i)
        world.fleet["ws" + std::to_string(i)].says_no.emplace(Error::Kind::refused, "login-refused", "no");

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::stopped);
    EXPECT_EQ(result.reason, "10 hosts in a row refused the login: was it revoked?");
    EXPECT_EQ(touched("ws"), 15);
}

TEST_F(EngineOverFakes, AHostThatLetsUsInBeginsTheCountOfRefusedLoginsAnew) {
    world.add("ws", 30);
    world.playbook.limits.at_once = 1;
    for (int i = 1; i <= 30; ++i)
        if (i % 10 != 0)
            world.fleet["ws" + std::to_string(i)].says_no.emplace(Error::Kind::refused, "login-refused",
                                                                  "no");

    const RunResult result = world.push();

    EXPECT_EQ(result.state, RunState::ended);
    EXPECT_EQ(count_of(result.hosts, HostState::managed), 3);
    EXPECT_EQ(count_of(result.hosts, HostState::refused), 27);
}

TEST_F(EngineOverFakes, StartsNothingWhileItIsHeldAndGoesOnAtAPersonsWord) {
    world.add("ws", 3);
    world.playbook.limits.at_once = 1;
    RunOrder order = world.order(world.begin_run());
    order.held = [this]() -> std::optional<std::string> {
        if (world.clock.elapsed() < 5s || world.clock.elapsed() > 20min) return std::nullopt;
        return "change freeze";
    };
    std::string reason;
    world.meanwhile = {{15min, [&](Engine&) { reason = world.store.run(1)->reason; }},
                       {16min, [](Engine& engine) { engine.resume(); }},
                       {30min, [](Engine& engine) { engine.resume(); }}};

    const RunResult result = world.execute(std::move(order));

    EXPECT_EQ(reason, "change freeze");
    EXPECT_EQ(count_of(result.hosts, HostState::managed), 3);
    EXPECT_EQ(world.fleet.logins().size(), 3U);
    EXPECT_GE(world.fleet.logins().at(1), 30min);
}

TEST_F(EngineOverFakes, ACancelledHostWithAnOpenAttemptIsUnknownRatherThanCancelled) {
    world.add("ws", 2);
    world.playbook.limits.at_once = 1;
    const RunId run = world.begin_run();
    RunOrder order = world.order(run);
    Attempt left_open;
    left_open.id = "abc";
    left_open.run = run;
    left_open.host = "ws2";
    order.pending[1] = left_open;
    world.meanwhile = {{10s, [](Engine& engine) { engine.cancel(); }}};

    const RunResult result = world.execute(std::move(order));

    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 unknown");
    EXPECT_EQ(row_of(result.hosts, "ws2").reason, "cancelled-in-mid-install");
}

TEST_F(EngineOverFakes, AnInterruptedRunStaysOpenAndIsResumedWithoutASecondStart) {
    world.add("ws", 3);
    world.playbook.limits.at_once = 1;
    world.meanwhile = {{10s, [](Engine& engine) { engine.interrupt(); }}};
    const RunResult first = world.push();
    world.meanwhile.clear();

    const RunResult second = world.execute(world.order(1));

    EXPECT_TRUE(first.interrupted);
    EXPECT_EQ(first.state, RunState::open);
    EXPECT_EQ(states_of(first.hosts), "ws1 managed, ws2 queued, ws3 queued");
    EXPECT_EQ(count_of(second.hosts, HostState::managed), 3);
    EXPECT_EQ(world.fleet.starts(), 3U);
}

TEST_F(EngineOverFakes, AFailedHostIsTriedAsOftenAsThePlaybookSays) {
    world.add("ws", 1);
    world.playbook.retry[HostState::failed] = at_once(1);
    fail("ws1");

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 failed");
    EXPECT_EQ(world.fleet.starts(), 2U);
}

TEST_F(EngineOverFakes, AHostThatSucceedsInItsSecondTryIsManagedAndTripsNoGate) {
    world.add("ws", 1);
    world.playbook.retry[HostState::failed] = at_once(1);
    world.playbook.gate.failed = Share{0, 0, false};
    world.fleet.host("ws1").next = {{.takes = 1s, .code = 3, .applies = false}};

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 managed");
    EXPECT_EQ(result.state, RunState::ended);
}

TEST_F(EngineOverFakes, TwoNamesThatLeadToOneMachineAreNotBothManaged) {
    world.add("ws", 3);
    world.playbook.limits.at_once = 1;
    world.fleet.host("ws3").machine_id = world.fleet.host("ws1").machine_id;

    RunOrder order = without_machine_ids();
    const RunResult result = world.execute(std::move(order));

    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 managed, ws3 refused");
    EXPECT_EQ(row_of(result.hosts, "ws3").reason, "same-machine");
    EXPECT_NE(row_of(result.hosts, "ws3").detail.find("answered as ws1 already"), std::string::npos);
    EXPECT_EQ(world.fleet.starts(), 2U);
}

TEST_F(EngineOverFakes, CopiesOfOneMachineThatRunBesideEachOtherAreTwo) {
    world.add("ws", 2);
    world.fleet.host("ws2").machine_id = world.fleet.host("ws1").machine_id;
    world.fleet.host("ws2").reboot(Duration{0});  // so its boot has another id

    RunOrder order = without_machine_ids();

    EXPECT_EQ(states_of(world.execute(std::move(order)).hosts), "ws1 managed, ws2 managed");
}

TEST_F(EngineOverFakes, AStateThatCannotBeKeptStopsEverything) {
    world.add("ws", 5);
    world.playbook.limits.at_once = 2;
    world.meanwhile = {
        {10s, [&](Engine&) { world.store.fail(Error(Error::Kind::storage, "disk-full", "no space left")); }}};

    const Error error = error_of([&] { world.push(); });

    EXPECT_EQ(error.kind(), Error::Kind::storage);
    EXPECT_EQ(error.reason(), "disk-full");
    EXPECT_EQ(touched("ws"), 2);
}

}  // namespace
}  // namespace clientpush
