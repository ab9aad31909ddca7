#include <gtest/gtest.h>

#include <fstream>

#include "integration/windows/rig.h"
#include "support/run_loop.h"

namespace clientpush {
namespace {

TEST(WindowsPush, InstallsTheClientAndReadsItBackAndASecondOneStartsNothing) {
    WindowsRig rig;

    const Outcome outcome = rig.push(rig.job());

    EXPECT_EQ(outcome.state, HostState::managed) << outcome.detail;
    EXPECT_EQ(outcome.reason, "proved");
    ASSERT_TRUE(outcome.record);
    EXPECT_EQ(outcome.record->seen.http, rig.http.port());
    EXPECT_EQ(outcome.record->seen.https, rig.https.port());
    EXPECT_EQ(outcome.record->site, "ABC");
    EXPECT_EQ(outcome.record->reaches, true);
    EXPECT_EQ(rig.host.starts(), 1);
    ASSERT_TRUE(outcome.attempt);
    EXPECT_EQ(outcome.attempt->exit_code, 0);
    EXPECT_NE(outcome.attempt->output.find("CcmSetup is exiting with return code 0"), std::string::npos)
        << outcome.attempt->output;

    const Outcome second = rig.push(rig.again(rig.job()));

    EXPECT_EQ(second.state, HostState::managed) << second.detail;
    EXPECT_EQ(second.reason, "already-right");
    EXPECT_EQ(rig.host.starts(), 1);
}

TEST(WindowsPush, AHealthyClientOnOldPortsIsSwitchedAndNotReinstalled) {
    WindowsRig rig;
    ASSERT_EQ(rig.push(rig.job()).state, HostState::managed);
    const OpenPort next;
    Job job = rig.again(rig.job());
    job.http = next.port();

    const Outcome outcome = rig.push(job);

    EXPECT_EQ(outcome.state, HostState::managed) << outcome.detail;
    EXPECT_EQ(outcome.reason, "proved");
    ASSERT_TRUE(outcome.attempt);
    EXPECT_EQ(outcome.attempt->method, "switch");
    ASSERT_TRUE(outcome.record);
    EXPECT_EQ(outcome.record->seen.http, next.port());
    EXPECT_EQ(rig.host.starts(), 1) << "nothing was installed again";
}

TEST(WindowsPush, NothingIsStartedWhereTheHostHasNoWayToItsManagementPoint) {
    WindowsRig rig;
    Job job = rig.job();
    job.http = 9;  // nothing listens there

    const Outcome outcome = rig.push(job);

    EXPECT_EQ(outcome.state, HostState::blocked) << outcome.detail;
    EXPECT_EQ(rig.host.starts(), 0);
    EXPECT_FALSE(std::filesystem::exists(rig.host.drive() / "windows" / "clientpush"));
}

TEST(WindowsPush, AMereLookLeavesNoTrace) {
    WindowsRig rig;
    Job job = rig.job();
    job.look_only = true;

    const Outcome outcome = rig.push(job);

    EXPECT_EQ(outcome.state, HostState::unverified);
    EXPECT_EQ(outcome.reason, "not-installed");
    EXPECT_FALSE(std::filesystem::exists(rig.host.drive() / "windows" / "clientpush"));
}

struct ExitCase {
    const char* name;
    const char* setting;
    HostState state;
    const char* reason;
    int starts;  ///< of the installer's work
};

class WindowsExitCode : public testing::TestWithParam<ExitCase> {};

TEST_P(WindowsExitCode, IsWhatTheProfileSays) {
    WindowsRig rig;
    rig.host.steer(GetParam().setting);

    const Outcome outcome = rig.push(rig.job());

    EXPECT_EQ(outcome.state, GetParam().state) << outcome.detail;
    EXPECT_EQ(outcome.reason, GetParam().reason) << outcome.detail;
    EXPECT_EQ(rig.host.starts(), GetParam().starts);
}

const ExitCase exit_cases[] = {
    {"six_of_the_service", "exit=6", HostState::failed, "exit-code-6", 1},
    {"six_of_the_launcher", "launch=6", HostState::failed, "exit-code-6", 0},
    {"seven_waits_for_a_restart", "exit=7", HostState::reboot_pending, "reboot-pending", 1},
    {"eight_looks_again_and_gives_up", "launch=8", HostState::failed, "exit-code-8", 0},
    {"nine", "exit=9", HostState::failed, "exit-code-9", 1},
    {"ten_stages_again_and_gives_up", "exit=10", HostState::failed, "exit-code-10", 3},
    {"of_thirty_two_bits", "exit=2147942405", HostState::failed, "exit-code-0x80070005", 1},
    {"of_a_known_cause", "exit=1603", HostState::failed, "msi-failed", 1},
    {"none_in_the_log", "silent=1", HostState::unknown, "installer-interrupted", 1},
};

INSTANTIATE_TEST_SUITE_P(Codes, WindowsExitCode, testing::ValuesIn(exit_cases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(WindowsPush, OldEndsInTheLogAreNotTaken) {
    WindowsRig rig;
    rig.host.steer("exit=6");
    ASSERT_EQ(rig.push(rig.job()).state, HostState::failed);
    rig.host.steer("silent=1");

    const Outcome outcome = rig.push(rig.again(rig.job()));

    EXPECT_EQ(outcome.reason, "installer-interrupted") << outcome.detail;
    EXPECT_EQ(rig.host.starts(), 2);
}

TEST(WindowsPush, AnInstallWhoseLinkIsCutGoesOnAndIsFoundAgain) {
    WindowsRig rig;
    rig.host.steer("delay=8000");
    rig.limits.await = std::chrono::seconds(1);
    int cuts = 0;
    rig.at_step = [&](const std::string& step) {
        // Not while the launcher is at work: that ends with its session, and nobody could say what it did.
        if (step != "await" || cuts > 0 || rig.host.starts() == 0) return;
        ++cuts;
        rig.host.cut();
    };

    const Outcome outcome = rig.push(rig.job());

    EXPECT_EQ(outcome.state, HostState::managed) << outcome.detail;
    EXPECT_EQ(cuts, 1);
    EXPECT_EQ(rig.host.starts(), 1);
}

TEST(WindowsPush, ALeftoverRetryTaskIsRemovedOnceAnInstallationWentWell) {
    WindowsRig rig;
    std::ofstream(rig.host.drive() / "task.txt") << "ccmsetup.exe CCMHTTPPORT=80";
    rig.host.steer("exit=6");
    ASSERT_EQ(rig.push(rig.job()).state, HostState::failed);
    EXPECT_TRUE(std::filesystem::exists(rig.host.drive() / "task.txt"))
        << "it is this failure's now, or nobody's";
    rig.host.steer("");

    const Outcome outcome = rig.push(rig.again(rig.job()));

    EXPECT_EQ(outcome.state, HostState::managed) << outcome.detail;
    EXPECT_FALSE(std::filesystem::exists(rig.host.drive() / "task.txt"));
}

TEST(WindowsPush, AnInstallThatTakesItsTimeIsLeftAloneAndSeenToItsEnd) {
    WindowsRig rig;
    rig.host.steer("delay=8000");
    rig.limits.await = std::chrono::seconds(1);
    rig.limits.stay = std::chrono::seconds(1);
    rig.limits.away = std::chrono::seconds(1);

    const Outcome outcome = rig.push(rig.job());

    EXPECT_EQ(outcome.state, HostState::managed) << outcome.detail;
    EXPECT_EQ(rig.host.starts(), 1);
    EXPECT_GT(rig.host.logins(), 1);
}

TEST(WindowsPush, ALinkThatIsCutAtTheLaunchStartsNothingTwice) {
    WindowsRig rig;
    rig.host.steer("delay=1000");
    int cuts = 0;
    rig.at_step = [&](const std::string& step) {
        if (step != "launch" || ++cuts > 1) return;
        rig.host.cut();
    };

    const Outcome outcome = rig.push(rig.job());

    EXPECT_EQ(outcome.state, HostState::managed) << outcome.detail;
    EXPECT_EQ(rig.host.starts(), 1);
}

TEST(WindowsPush, AChangedPayloadOnTheHostIsSentAgainBeforeAnythingIsStarted) {
    WindowsRig rig;
    rig.host.steer("exit=6");
    ASSERT_EQ(rig.push(rig.job()).state, HostState::failed);
    const auto payload = rig.host.drive() / "windows" / "clientpush" / "payload" / rig.job().package->digest;
    ASSERT_TRUE(std::filesystem::exists(payload / "ccmsetup.exe"));
    std::ofstream(payload / "ccmsetup.exe", std::ios::app) << "x";
    rig.host.steer("");

    const Outcome outcome = rig.push(rig.again(rig.job()));

    EXPECT_EQ(outcome.state, HostState::managed) << outcome.detail;
    EXPECT_EQ(rig.host.starts(), 2);
}

}  // namespace
}  // namespace clientpush
