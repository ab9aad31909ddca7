#include <gtest/gtest.h>

#include "integration/fleet/ssh.h"

namespace clientpush {
namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(FleetSwitch, OffRefusesConnectionsUntilTheHostIsOnAgain) {
    const Fleet fleet({"a", "b"});

    fleet.set("a", "off");

    EXPECT_TRUE(contains(ssh(fleet, "a", "true").out, "Connection refused"));
    EXPECT_EQ(ssh(fleet, "b", "true").status, 0);
    fleet.set("a", "on");
    EXPECT_EQ(ssh(fleet, "a", "true").status, 0);
}

TEST(FleetSwitch, SilentAcceptsAndNeverAnswers) {
    const Fleet fleet({"a"});

    fleet.set("a", "silent");

    EXPECT_TRUE(contains(ssh(fleet, "a", "true", 1).out, "timed out during banner exchange"));
    fleet.set("a", "on");
    EXPECT_EQ(ssh(fleet, "a", "true").status, 0);
}

TEST(FleetSwitch, ResetEndsAConnectionAsItBegins) {
    const Fleet fleet({"a"});

    fleet.set("a", "reset");

    EXPECT_TRUE(contains(ssh(fleet, "a", "true").out, "Connection reset by"));
    EXPECT_EQ(fleet.connections("a"), 1);
}

/// A shell script: connects, waits for word from the detached process, turns the host off, waits for ssh.
std::string cut_while_connected(const Fleet& fleet) {
    const std::string on_the_host =
        "setsid sh -c \"echo \\$\\$ > /opt/pid; echo up > /opt/ready; exec sleep infinity\" >/dev/null 2>&1 "
        "</dev/null & sleep infinity";
    std::string script = "ssh";
    for (const std::string& option : ssh_options(fleet)) script += " '" + option + "'";
    script += " root@" + fleet.address("a") + " '" + on_the_host + "' &\n";
    script += "read up < '" + (fleet.host_folder("a") / "opt/ready").string() + "'\n";
    script += "\"$CLIENTPUSH_FLEET\" set --dir '" + (fleet.scratch() / "fleet").string() + "' a off\n";
    return script + "wait $!; echo \"ssh ended with $?\"";
}

TEST(FleetSwitch, OffCutsALastingConnectionAndSparesADetachedProcess) {
    const Fleet fleet({"a"});
    fleet.exec("a", "mkfifo /opt/ready");

    const ProgramResult result = run_program({"bash", "-c", cut_while_connected(fleet)});

    EXPECT_TRUE(contains(result.out, "ssh ended with 255")) << result.out;
    EXPECT_EQ(fleet.exec("a", "kill -0 $(cat /opt/pid)").status, 0);
}

TEST(FleetSwitch, ASwappedHostKeyIsSeenAsChanged) {
    const Fleet fleet({"a"});

    fleet.swap_key("a");

    EXPECT_TRUE(contains(ssh(fleet, "a", "true").out, "REMOTE HOST IDENTIFICATION HAS CHANGED"));
}

TEST(FleetSwitch, ARevokedLoginKeyIsRefusedUntilItIsAdmitted) {
    const Fleet fleet({"a"});

    fleet.revoke("a");

    EXPECT_TRUE(contains(ssh(fleet, "a", "true").out, "Permission denied"));
    fleet.admit("a");
    EXPECT_EQ(ssh(fleet, "a", "true").status, 0);
}

TEST(FleetSwitch, AManagementPointAnswersOnItsOpenPortsOnly) {
    const Fleet fleet({"a"}, {.management_point_ports = {80, 8080}});
    const auto ask = [&](const std::string& port) {
        return fleet.exec(
            "a", "exec bash -c 'exec 3<>/dev/tcp/" + fleet.management_point() + "/" + port +
                     " && printf \"GET /sms_mp/.sms_aut?mplist HTTP/1.1\\r\\n\\r\\n\" >&3 && cat <&3'");
    };

    fleet.close_management_point(80);
    fleet.open_management_point(8081);

    EXPECT_TRUE(contains(ask("80").out, "Connection refused"));
    EXPECT_TRUE(contains(ask("8080").out, "200 OK"));
    EXPECT_TRUE(contains(ask("8081").out, "port=\"8081\""));
}

}  // namespace
}  // namespace clientpush
