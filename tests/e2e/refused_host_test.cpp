// What a host can do to a push: each has its own words with the cure, and the other hosts go on.
#include <gtest/gtest.h>

#include "e2e/desk.h"
#include "support/files.h"

namespace clientpush {
namespace {

/// A host that is in trouble, and after it in the queue one that is not.
class HostInTrouble : public testing::Test {
protected:
    Output push(const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{"push", "-f", "1"};
        words.insert(words.end(), more.begin(), more.end());
        const Output output = desk.run(words);
        transcript = desk.transcript(words, output);
        return output;
    }

    void expect(const std::string& golden, const std::string& state) {
        const auto states = desk.states();
        EXPECT_EQ(states.at("bad"), state);
        EXPECT_EQ(states.at("fine"), "managed (proved)");
        EXPECT_EQ(fleet.starts("fine"), 1);
        expect_golden(golden, transcript);
    }

    Fleet fleet{{"bad", "fine"}, {{80, 443, 8080}, "root"}};
    Desk desk{fleet, {"bad", "fine"}};
    std::string transcript;
};

TEST_F(HostInTrouble, WithAnUnknownHostKeyIsRefusedUntilTheKeyIsApproved) {
    desk.replace("known_hosts", "[" + fleet.address("bad") + "]", "[127.0.0.99]");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("unknown_host_key.expected", "refused (host-key-unknown)");
    EXPECT_EQ(fleet.starts("bad"), 0);
    EXPECT_EQ(desk.run({"keys", "approve", "bad", "-y"}).status, 0);
    EXPECT_EQ(desk.run({"retry", "--only", "refused"}).status, 0);
    EXPECT_EQ(desk.states().at("bad"), "managed (proved)");
}

TEST_F(HostInTrouble, WithAChangedHostKeyIsRefused) {
    fleet.swap_key("bad");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("changed_host_key.expected", "refused (host-key-changed)");
    EXPECT_EQ(fleet.starts("bad"), 0);
}

TEST_F(HostInTrouble, ThatDoesNotTakeOurKeyIsRefused) {
    fleet.revoke("bad");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("refused_login.expected", "refused (login-refused)");
}

TEST_F(HostInTrouble, WithAClosedPortIsUnreachableAndTriedAgainLater) {
    fleet.set("bad", "off");

    const Output output = push();

    EXPECT_EQ(output.status, 4);
    expect("closed_port.expected", "unreachable (connection-refused)");
}

TEST_F(HostInTrouble, ThatSaysNothingIsGivenUpAfterTheConnectDeadline) {
    fleet.set("bad", "silent");

    const Output output = push({"--connect-timeout", "3s"});

    EXPECT_EQ(output.status, 4);
    expect("silent_host.expected", "unreachable (no-answer)");
}

TEST_F(HostInTrouble, WithAFullDiskIsFailedBeforeAnythingIsStarted) {
    fleet.limit_disk("bad", "16K");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("full_disk.expected", "failed (disk-full)");
    EXPECT_EQ(fleet.starts("bad"), 0);
}

TEST_F(HostInTrouble, WhoseDiskKeepsOtherBytesThanWereSentIsFailedAndNothingIsStarted) {
    fleet.exec("bad",
               "printf '#!/bin/sh\\necho install.sh: FAILED\\nexit 1\\n' > /opt/checker && chmod 755 "
               "/opt/checker && "
               "mount --bind /opt/checker \"$(command -v sha256sum)\"");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("digest_mismatch.expected", "failed (digest-mismatch)");
    EXPECT_EQ(fleet.starts("bad"), 0);
}

TEST_F(HostInTrouble, WhoseInstallerFailsIsFailedWithItsExitCode) {
    desk.set("bad", "demo_exit", "3");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("failed_installer.expected", "failed (exit-code-3)");
    EXPECT_EQ(fleet.starts("bad"), 1);
}

TEST_F(HostInTrouble, WhoseInstallerHangsIsFailedAtTheDeadlineOfItsProfile) {
    desk.replace("payload/demo-client/profile.yml", "deadline: 5m", "deadline: 1s");
    desk.set("bad", "demo_hang", "1");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("hanging_installer.expected", "failed (installer-timed-out)");
    EXPECT_EQ(fleet.starts("bad"), 1);
}

TEST_F(HostInTrouble, WithoutAWayToItsManagementPointIsBlockedAndNothingIsStarted) {
    desk.write("inventory/other_point.yml",
               "sites:\n  XYZ:\n    kind: primary\n    ports:\n      http: {default: 81}\n      https: "
               "{default: 444}\n"
               "    management_points: [" +
                   fleet.management_point() + "]\n");
    desk.set("bad", "site", "XYZ");

    const Output output = push();

    EXPECT_EQ(output.status, 2);
    expect("blocked_host.expected", "blocked (no-way-to-management-point)");
    EXPECT_EQ(fleet.starts("bad"), 0);
}

}  // namespace
}  // namespace clientpush
