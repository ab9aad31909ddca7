#include "push/host_job.h"

#include <gtest/gtest.h>

#include "integration/push/rig.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

class HostJobOnRealSshd : public testing::Test {
protected:
    void expect(const Outcome& outcome, HostState state, const std::string& reason) {
        EXPECT_EQ(to_text(outcome.state), to_text(state)) << outcome.detail;
        EXPECT_EQ(outcome.reason, reason) << outcome.detail;
    }

    PushRig rig{{"one"}};
};

TEST_F(HostJobOnRealSshd, InstallsAndProvesByReadingBack) {
    const Outcome outcome = rig.push(rig.job("one", PushRig::old_http));

    expect(outcome, HostState::managed, "proved");
    ASSERT_TRUE(outcome.record.has_value());
    EXPECT_EQ(outcome.record->seen.http, PushRig::old_http);
    EXPECT_EQ(outcome.record->seen.https, PushRig::https);
    EXPECT_EQ(outcome.record->reaches, true);
    EXPECT_EQ(rig.fleet.starts("one"), 1);
    EXPECT_EQ(rig.store().attempts_on("one").at(0).state, AttemptState::finished);
}

TEST_F(HostJobOnRealSshd, ClosesItsOwnFoldersAndLeavesTheInstallerItsUmask) {
    rig.push(rig.job("one", PushRig::old_http));

    const std::string ours = "cd /var/lib/clientpush && stat -c %a . payload payload/* attempts attempts/*";
    EXPECT_EQ(rig.fleet.exec("one", ours).out, "700\n700\n700\n700\n700\n");
    EXPECT_EQ(rig.fleet.exec("one", "stat -c %a /opt/demo-client/config").out, "644\n");
}

TEST_F(HostJobOnRealSshd, UsesOneConnectionForAllSevenSteps) {
    rig.push(rig.job("one", PushRig::old_http));

    EXPECT_EQ(rig.fleet.connections("one"), 1);
}

TEST_F(HostJobOnRealSshd, TransfersAndStartsNothingOnAHostThatIsRight) {
    rig.push(rig.job("one", PushRig::old_http));
    rig.fleet.exec("one", "rm -rf /var/lib/clientpush/payload");

    const Outcome outcome = rig.push(rig.job("one", PushRig::old_http));

    expect(outcome, HostState::managed, "already-right");
    EXPECT_EQ(rig.fleet.starts("one"), 1);
    EXPECT_NE(rig.fleet.exec("one", "test -d /var/lib/clientpush/payload").status, 0);
}

TEST_F(HostJobOnRealSshd, SwitchesAHealthyClientInsteadOfInstallingItAgain) {
    rig.push(rig.job("one", PushRig::old_http));

    const Outcome outcome = rig.push(rig.job("one", PushRig::new_http));

    expect(outcome, HostState::managed, "proved");
    EXPECT_EQ(outcome.record->seen.http, PushRig::new_http);
    EXPECT_EQ(rig.store().attempts_on("one").at(0).method, "switch");
}

TEST_F(HostJobOnRealSshd, IsBlockedAndStartsNothingWhenTheHostCannotReachTheNewPort) {
    rig.push(rig.job("one", PushRig::old_http));
    rig.fleet.close_management_point(PushRig::new_http);

    const Outcome outcome = rig.push(rig.job("one", PushRig::new_http));

    expect(outcome, HostState::blocked, "no-way-to-management-point");
    EXPECT_EQ(rig.fleet.starts("one"), 1);
}

TEST_F(HostJobOnRealSshd, AFailedInstallerIsFailedWithItsCode) {
    const Outcome outcome = rig.push(rig.job("one", PushRig::old_http, {{"demo_exit", "3"}}));

    expect(outcome, HostState::failed, "exit-code-3");
    EXPECT_EQ(outcome.attempt->exit_code, 3);
}

TEST_F(HostJobOnRealSshd, ExitSevenIsRebootPendingAndNotManaged) {
    const Outcome outcome = rig.push(rig.job("one", PushRig::old_http, {{"demo_exit", "7"}}));

    expect(outcome, HostState::reboot_pending, "reboot-pending");
}

TEST_F(HostJobOnRealSshd, ExitZeroThatInstalledNothingIsUnverified) {
    const Outcome outcome = rig.push(rig.job("one", PushRig::old_http, {{"demo_exit", "0"}}));

    expect(outcome, HostState::unverified, "not-installed");
}

TEST_F(HostJobOnRealSshd, TheWrongMachineIsRefusedBeforeAnythingIsStaged) {
    Job job = rig.job("one", PushRig::old_http);
    job.host.machine_id = "ffffffffffffffffffffffffffffffff";

    const Outcome outcome = rig.push(std::move(job));

    expect(outcome, HostState::refused, "wrong-machine");
    EXPECT_NE(rig.fleet.exec("one", "test -d /var/lib/clientpush/incoming").status, 0);
}

TEST_F(HostJobOnRealSshd, AClosedPortIsUnreachable) {
    rig.fleet.set("one", "off");

    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::unreachable, "connection-refused");
}

TEST_F(HostJobOnRealSshd, ABlackHoleIsUnreachableOnceItsDeadlineHasPassed) {
    rig.limits.connect = 300ms;
    rig.fleet.set("one", "silent");

    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::unreachable, "no-answer");
}

TEST_F(HostJobOnRealSshd, AChangedHostKeyIsRefused) {
    rig.fleet.swap_key("one");

    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::refused, "host-key-changed");
}

TEST_F(HostJobOnRealSshd, ARefusedLoginIsTriedOnce) {
    rig.fleet.revoke("one");

    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::refused, "login-refused");
    EXPECT_EQ(rig.fleet.connections("one"), 1);
}

TEST_F(HostJobOnRealSshd, AFullDiskFailsBeforeAnythingIsStarted) {
    rig.fleet.limit_disk("one", "16K");

    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::failed, "disk-full");
    EXPECT_EQ(rig.fleet.starts("one"), 0);
}

TEST_F(HostJobOnRealSshd, ACorruptedUploadIsSentOnceMoreAndNeverStarted) {
    Job job = rig.job("one", PushRig::old_http);
    const PackageFile& file = job.package->files.front();
    const std::string folder = "/var/lib/clientpush/incoming/" + job.package->digest;
    rig.fleet.exec("one", "umask 077; mkdir -p " + folder + "; head -c " + std::to_string(file.size()) +
                              " /dev/zero > " + folder + "/" + file.name);

    const Outcome outcome = rig.push(std::move(job));

    expect(outcome, HostState::managed, "proved");
    EXPECT_EQ(rig.fleet.starts("one"), 1);
}

TEST_F(HostJobOnRealSshd, AStagedPayloadThatSomebodyChangedIsNeverRun) {
    rig.push(rig.job("one", PushRig::old_http));
    rig.fleet.exec("one", "echo ': > /opt/planted' > /var/lib/clientpush/payload/*/switch.sh");

    const Outcome outcome = rig.push(rig.job("one", PushRig::new_http));

    expect(outcome, HostState::managed, "proved");
    EXPECT_NE(rig.fleet.exec("one", "test -e /opt/planted").status, 0);
}

TEST_F(HostJobOnRealSshd, AFolderOfSomebodyElseIsNotUsed) {
    rig.fleet.exec("one", "mkdir -p /var/lib/clientpush && chown 1000 /var/lib/clientpush");

    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::failed, "folder-not-ours");
    EXPECT_EQ(rig.fleet.starts("one"), 0);
}

TEST_F(HostJobOnRealSshd, AnUploadThatBrokeOffGoesOnWhereItWas) {
    Job job = rig.job("one", PushRig::old_http);
    const PackageFile& file = job.package->files.front();
    const std::string folder = "/var/lib/clientpush/incoming/" + job.package->digest;
    const std::string half(file.content->data().substr(0, file.size() / 2));
    rig.fleet.exec("one", "umask 077; mkdir -p " + folder + "; printf %s " + sh_quote(half) + " > " + folder +
                              "/" + file.name);

    expect(rig.push(std::move(job)), HostState::managed, "proved");
}

TEST_F(HostJobOnRealSshd, AnInstallerThatHangsIsEndedWithItsChildren) {
    Job job = rig.job("one", PushRig::old_http, {{"demo_hang", "1"}});
    auto profile = std::make_shared<Profile>(*job.profile);
    profile->install->deadline = 1s;
    job.profile = profile;

    const Outcome outcome = rig.push(std::move(job));

    expect(outcome, HostState::failed, "installer-timed-out");
    EXPECT_NE(rig.fleet.exec("one", "pgrep -f [i]nstall.sh").status, 0);
}

TEST_F(HostJobOnRealSshd, ACopyOfTheStateStartsNothingBesideTheOtherOne) {
    rig.fence = 7;
    rig.owner = "a";
    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::managed, "proved");
    rig.owner = "b";

    const Outcome outcome = rig.push(rig.job("one", PushRig::new_http));

    expect(outcome, HostState::failed, "fenced");
    EXPECT_EQ(rig.fleet.starts("one"), 1);
    rig.owner = "a";
    expect(rig.push(rig.again(rig.job("one", PushRig::new_http))), HostState::managed, "proved");
    rig.owner = "b";
    rig.fence = 8;
    expect(rig.push(rig.job("one", PushRig::old_http)), HostState::managed, "proved");
}

TEST_F(HostJobOnRealSshd, AnInstallerIsStartedAlsoWhereSystemdRunFails) {
    rig.fleet.exec("one", "mkdir -p /run/systemd/system");

    const Outcome outcome = rig.push(rig.job("one", PushRig::old_http));

    expect(outcome, HostState::managed, "proved");
    EXPECT_EQ(rig.fleet.starts("one"), 1);
}

TEST_F(HostJobOnRealSshd, AControllerThatDiedAfterItsIntentStartsTheSameAttemptOnce) {
    Job job = rig.job("one", PushRig::old_http);
    clientpush::Run crashed;
    crashed.kind = "push";
    crashed.state = RunState::ended;
    Attempt intended;
    intended.id = "00000000000000000000000000000abc";
    intended.run = rig.store().begin_run(crashed, {job.row});
    intended.host = "one";
    intended.method = "install";
    Change change;
    change.attempt = intended;
    run_loop(rig.loop, rig.store().commit(std::move(change)));

    const Outcome outcome = rig.push(rig.again(job));

    expect(outcome, HostState::managed, "proved");
    EXPECT_EQ(outcome.attempt->id, intended.id);
    EXPECT_EQ(rig.fleet.starts("one"), 1);
}

TEST_F(HostJobOnRealSshd, ADropOfTheConnectionDuringTheInstallIsWaitedOutAndStartsNothingTwice) {
    Job job = rig.job("one", PushRig::old_http, {{"demo_cut", "1"}, {"demo_delay", "0.5"}});
    rig.limits.reconnects = 2;

    expect(rig.push(job), HostState::managed, "proved");
    EXPECT_EQ(rig.fleet.starts("one"), 1);
    EXPECT_EQ(rig.fleet.connections("one"), 2);
}

TEST_F(HostJobOnRealSshd, ALaterRunTakesUpTheInstallerThatAnEarlierOneLeftRunning) {
    Job job = rig.job("one", PushRig::old_http, {{"demo_cut", "1"}, {"demo_delay", "0.5"}});
    rig.limits.reconnects = 0;
    expect(rig.push(job), HostState::unknown, "connection-lost");

    expect(rig.push(rig.again(job)), HostState::managed, "proved");
    EXPECT_EQ(rig.fleet.starts("one"), 1);
}

}  // namespace
}  // namespace clientpush
