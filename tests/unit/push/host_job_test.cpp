#include "push/host_job.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/push_world.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

class HostJobOverFakes : public testing::Test {
protected:
    HostJobOverFakes() { world.add("ws", 1); }

    FakeHost& host() { return world.fleet.host("ws1"); }
    FakeMachine& machine() { return world.fleet["ws1"]; }

    Outcome push() { return world.push_one(world.job("ws1")); }

    void expect(const Outcome& outcome, HostState state, const std::string& reason) {
        EXPECT_EQ(to_text(outcome.state), to_text(state)) << outcome.detail;
        EXPECT_EQ(outcome.reason, reason) << outcome.detail;
    }

    PushWorld world;
};

TEST_F(HostJobOverFakes, GoesThroughTheSevenSteps) {
    push();

    std::vector<std::string> steps;
    for (const HostRun& change : world.progress.changes) steps.push_back(change.step);
    EXPECT_EQ(steps, (std::vector<std::string>{"connect", "look", "stage", "intend", "launch", "await",
                                               "read back"}));
}

TEST_F(HostJobOverFakes, AHealthyClientIsSwitchedAndAnotherOneInstalled) {
    push();
    host().agent_running = false;
    host().http = 80;

    push();

    ASSERT_EQ(host().starts.size(), 2U);
    EXPECT_FALSE(host().starts[0].properties.contains("SMSSITECODE"));
    EXPECT_TRUE(host().starts[1].properties.contains("SMSSITECODE"));
}

TEST_F(HostJobOverFakes, AHostThatIsRightIsSentNothing) {
    host().http = 8080;

    expect(push(), HostState::managed, "already-right");
    EXPECT_EQ(host().received(), 0U);
}

TEST_F(HostJobOverFakes, EveryBreakOfTheLinkIsSurvivedWithOneStart) {
    for (const Fault fault :
         {Fault::drop_before, Fault::drop_after, Fault::stall_before, Fault::stall_after, Fault::cut_short}) {
        for (int call = 1; call <= 6; ++call) {
            PushWorld fresh;
            fresh.add("ws", 1);
            fresh.fleet["ws1"].faults[call] = fault;

            const Outcome outcome = fresh.push_one(fresh.job("ws1"));

            EXPECT_EQ(to_text(outcome.state), "managed") << outcome.detail;
            EXPECT_EQ(fresh.fleet.starts(), 1U) << "call " << call;
            EXPECT_EQ(fresh.fleet["ws1"].logins, 2) << "call " << call;
        }
    }
}

TEST_F(HostJobOverFakes, AnUploadThatBrokeOffIsNotBegunAgain) {
    machine().faults[3] = Fault::cut_short;

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(host().received(), world.job("ws1").package->size());
}

TEST_F(HostJobOverFakes, ALinkThatNeverHoldsIsUnreachableBeforeAnythingWasPromised) {
    for (int call = 1; call <= 9; ++call) machine().faults[call] = Fault::drop_before;

    expect(push(), HostState::unreachable, "connection-lost");
    EXPECT_EQ(machine().logins, 1 + world.limits.reconnects);
}

TEST_F(HostJobOverFakes, ALinkThatIsLostAfterTheLaunchLeavesAnUnknownHost) {
    for (int call = 5; call <= 12; ++call) machine().faults[call] = Fault::drop_after;

    expect(push(), HostState::unknown, "connection-lost");
}

TEST_F(HostJobOverFakes, AnUnknownHostIsSettledByTheNextLook) {
    for (int call = 5; call <= 8; ++call) machine().faults[call] = Fault::drop_after;
    push();

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(HostJobOverFakes, NoConnectionIsHeldOpenForAnInstallerThatTakesItsTime) {
    host().installer.takes = 20min;
    world.profile.light->deadline = 60min;
    int looks = 0;
    int held = 0;
    for (Duration at = 2min; at < 20min; at += 7s)
        world.meanwhile.emplace_back(at, [&](Engine&) {
            ++looks;
            held += machine().open;
        });

    const RunResult result = world.push();

    EXPECT_EQ(to_text(result.hosts.front().state), "managed") << result.hosts.front().detail;
    EXPECT_EQ(result.hosts.front().tries, 1);
    EXPECT_EQ(host().starts.size(), 1U);
    EXPECT_LT(held * 2, looks);
    EXPECT_LT(machine().logins, 30);
}

TEST_F(HostJobOverFakes, AForeignInstallerIsWaitedForAndTheHostThenLookedAt) {
    host().foreign_until = 5min;
    host().foreign = 80;

    expect(push(), HostState::managed, "proved");
    ASSERT_EQ(host().starts.size(), 1U);
    EXPECT_GE(host().starts[0].at, 5min);
    EXPECT_FALSE(host().starts[0].foreign_at_work);
}

TEST_F(HostJobOverFakes, AForeignInstallerThatSetsTheRightPortsLeavesNothingToDo) {
    host().foreign_until = 5min;
    host().foreign = 8080;

    expect(push(), HostState::managed, "already-right");
    EXPECT_TRUE(host().starts.empty());
}

TEST_F(HostJobOverFakes, AForeignInstallerThatNeverEndsIsReportedAndNotJoined) {
    host().foreign_until = 24h;

    expect(push(), HostState::unknown, "installer-running");
    EXPECT_TRUE(host().starts.empty());
}

TEST_F(HostJobOverFakes, ExitCodesMeanWhatTheProfileSays) {
    const std::map<int, std::pair<HostState, std::string>> meanings = {
        {0, {HostState::managed, "proved"}},
        {7, {HostState::reboot_pending, "reboot-pending"}},
        {9, {HostState::failed, "exit-code-9"}},
        {77, {HostState::failed, "exit-code-77"}},
    };
    for (const auto& [code, end] : meanings) {
        PushWorld fresh;
        fresh.add("ws", 1);
        fresh.fleet.host("ws1").installer.code = code;

        expect(fresh.push_one(fresh.job("ws1")), end.first, end.second);
    }
}

TEST_F(HostJobOverFakes, APayloadThatTheInstallerCallsDamagedIsSentOnceMore) {
    host().next = {{.takes = 1s, .code = 10, .applies = false}};

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(host().starts.size(), 2U);
    EXPECT_EQ(host().received(), 2 * world.job("ws1").package->size());
}

TEST_F(HostJobOverFakes, AnInstallerThatAlwaysAsksForAnotherRoundIsNotObeyedForEver) {
    host().installer = {.takes = 1s, .code = 10, .applies = false};

    expect(push(), HostState::failed, "exit-code-10");
    EXPECT_EQ(host().starts.size(), 3U);
}

TEST_F(HostJobOverFakes, AnotherRoundIsAlsoMadeForAnInstallerThatAnEarlierTryBegan) {
    host().next = {{.takes = 5min, .code = 10, .applies = false}};
    for (int call = 5; call <= 8; ++call) machine().faults[call] = Fault::drop_after;
    push();

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(host().starts.size(), 2U);
}

TEST_F(HostJobOverFakes, AnUploadThatWasChangedOnTheWayIsSentAgainAndNeverStarted) {
    machine().faults[3] = Fault::spoil_upload;

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(HostJobOverFakes, AFullDiskIsFailedWithItsCure) {
    host().free_kb = 10;

    const Outcome outcome = push();

    expect(outcome, HostState::failed, "disk-full");
    EXPECT_NE(outcome.detail.find("Free some space"), std::string::npos) << outcome.detail;
}

TEST_F(HostJobOverFakes, ADiskThatFillsUpDuringTheUploadIsFailed) {
    machine().faults[3] = Fault::disk_full;

    expect(push(), HostState::failed, "disk-full");
    EXPECT_TRUE(host().starts.empty());
}

TEST_F(HostJobOverFakes, AnInstallerThatHangsIsEndedAtItsDeadline) {
    host().installer.hangs = true;

    expect(push(), HostState::failed, "installer-timed-out");
    EXPECT_LT(world.clock.elapsed(), 11min);
}

TEST_F(HostJobOverFakes, ARestartInMidInstallIsFollowedByAnotherAttemptWhenThatIsSafe) {
    host().reboots = {10s};

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(host().starts.size(), 2U);
    EXPECT_EQ(world.store.attempts_on("ws1").at(1).state, AttemptState::interrupted);
}

TEST_F(HostJobOverFakes, ARestartInMidInstallIsUnknownWhenAnotherAttemptIsNotSafe) {
    world.profile.light->rerun_safe = false;
    host().reboots = {10s};

    expect(push(), HostState::unknown, "rebooted-during-install");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(HostJobOverFakes, AnInstallerWithoutAResultIsProvedByTheReadBackAlone) {
    world.profile.light->rerun_safe = false;
    host().installer.vanishes = true;

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(HostJobOverFakes, ExitZeroWithTheOldPortsIsUnverified) {
    host().installer.applies = false;

    expect(push(), HostState::unverified, "ports-differ");
}

TEST_F(HostJobOverFakes, AHostThatAnswersNonsenseIsNeverManaged) {
    host().lies = "http=99999999999999999999\nhttp\n=\n\x01\x02=\n";

    expect(push(), HostState::unverified, "ports-differ");
}

TEST_F(HostJobOverFakes, TheWrongMachineIsRefusedUntouched) {
    host().machine_id = "another";
    Job job = world.job("ws1");
    job.host.machine_id = "machine-of-ws1";

    expect(world.push_one(std::move(job)), HostState::refused, "wrong-machine");
    EXPECT_EQ(machine().calls, 1);
}

TEST_F(HostJobOverFakes, AHostThatHasNoWayToTheNewPortIsBlockedUntouched) {
    host().ways[8080] = "timeout";

    expect(push(), HostState::blocked, "no-way-to-management-point");
    EXPECT_EQ(machine().calls, 1);
}

TEST_F(HostJobOverFakes, AHostThatHidesItsAttemptIsUnknownAndGivenNoSecondOne) {
    host().lies = "status=sideways\n";

    expect(push(), HostState::unknown, "attempt-not-told");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(HostJobOverFakes, AnAttemptByAMethodThatTheProfileNoLongerHasIsTakenDownFirst) {
    for (int call = 5; call <= 8; ++call) machine().faults[call] = Fault::drop_after;
    host().next = {{.takes = 1s, .code = 3, .applies = false}};
    push();
    world.profile.light.reset();

    expect(push(), HostState::managed, "proved");
    EXPECT_EQ(world.store.attempts_on("ws1").at(1).exit_code, 3);
    EXPECT_EQ(world.store.attempts_on("ws1").at(0).method, "install");
}

TEST_F(HostJobOverFakes, AControllerThatHasLostItsClaimStartsNothing) {
    Job old = world.job("ws1");
    push();
    host().http = 80;
    old.row.run = 1;
    old.fence = 0;
    asio::io_context loop;
    Services services = world.services();
    HostJob job(services, world.limits, std::move(old));

    const Error error = error_of([&] { run_in_virtual_time(loop, world.clock, job.run()); });

    EXPECT_EQ(error.reason(), "claim-lost");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(HostJobOverFakes, AMereLookStartsNothing) {
    Job job = world.job("ws1");
    job.look_only = true;

    expect(world.push_one(std::move(job)), HostState::unverified, "ports-differ");
    EXPECT_EQ(machine().calls, 1);
}

}  // namespace
}  // namespace clientpush
