#include <gtest/gtest.h>

#include <fstream>

#include "integration/fleet/ssh.h"

namespace clientpush {
namespace {

TEST(FleetMachine, DoesNotSeeTheFilesOfAnother) {
    const Fleet fleet({"a", "b"});

    const ProgramResult written = ssh(fleet, "a", "touch /opt/f /root/f /tmp/f /run/f /var/lib/clientpush/f");

    const std::string every_folder = "ls /opt /root /tmp /run /var/lib/clientpush | grep -c '^f$'";
    EXPECT_EQ(written.status, 0) << written.out;
    EXPECT_EQ(ssh(fleet, "a", every_folder).out, "5\n");
    EXPECT_EQ(ssh(fleet, "b", every_folder).out, "0\n");
    EXPECT_TRUE(std::filesystem::exists(fleet.host_folder("a") / "opt/f"));
}

TEST(FleetMachine, CannotWriteToTheRealMachine) {
    const Fleet fleet({"a"});

    const ProgramResult written = ssh(fleet, "a", "touch /usr/clientpush-was-here");

    EXPECT_NE(written.status, 0);
    EXPECT_FALSE(std::filesystem::exists("/usr/clientpush-was-here"));
}

TEST(FleetMachine, HasANameAMachineIdAndABootIdOfItsOwn) {
    const Fleet fleet({"a", "b"});
    const std::string ids = "hostname; cat /etc/machine-id /proc/sys/kernel/random/boot_id";

    const std::string a = ssh(fleet, "a", ids).out;
    const std::string b = ssh(fleet, "b", ids).out;

    EXPECT_TRUE(a.starts_with("a\n")) << a;
    EXPECT_TRUE(b.starts_with("b\n")) << b;
    EXPECT_NE(a.substr(2, 32), b.substr(2, 32));
    EXPECT_NE(a.substr(35), b.substr(35));
}

TEST(FleetMachine, KeepsItsMachineIdFromFleetToFleet) {
    const std::string read_it = "cat /etc/machine-id";

    const std::string once = Fleet({"a"}).exec("a", read_it).out;
    const std::string again = Fleet({"other", "a"}).exec("a", read_it).out;

    EXPECT_EQ(once.size(), 33U);
    EXPECT_EQ(once, again);
}

TEST(FleetMachine, TakesFilesOverSftp) {
    const Fleet fleet({"a"});
    const std::filesystem::path batch = fleet.scratch() / "batch";
    std::ofstream(batch) << "put " << batch.string() << " /opt/received\n";
    std::vector<std::string> words{"sftp", "-b", batch};
    const std::vector<std::string> options = ssh_options(fleet);
    words.insert(words.end(), options.begin(), options.end());
    words.push_back("root@" + fleet.address("a"));

    const ProgramResult sent = run_program(words);

    EXPECT_EQ(sent.status, 0) << sent.out;
    EXPECT_EQ(fleet.exec("a", "cat /opt/received").out, "put " + batch.string() + " /opt/received\n");
}

TEST(FleetMachine, RunsCommandsWithoutSshAndReturnsTheirStatus) {
    const Fleet fleet({"a"});

    const ProgramResult result = fleet.exec("a", "hostname; exit 7");

    EXPECT_EQ(result.out, "a\n");
    EXPECT_EQ(result.status, 7);
    EXPECT_EQ(fleet.connections("a"), 0);
}

TEST(FleetMachine, LosesItsDetachedProcessesAndItsBootIdWhenItReboots) {
    const Fleet fleet({"a"});
    ssh(fleet, "a", "setsid sleep infinity >/dev/null 2>&1 </dev/null & touch /run/f /opt/f");
    const std::string sleepers = "ps -e -o args= | grep -c '[s]leep infinity'";
    const std::string boot_id = fleet.exec("a", "cat /proc/sys/kernel/random/boot_id").out;
    ASSERT_EQ(fleet.exec("a", sleepers).out, "1\n");

    fleet.reboot("a");

    EXPECT_EQ(fleet.exec("a", sleepers).out, "0\n");
    EXPECT_NE(fleet.exec("a", "cat /proc/sys/kernel/random/boot_id").out, boot_id);
    EXPECT_EQ(fleet.exec("a", "ls /run/f /opt/f 2>/dev/null").out, "/opt/f\n");
}

TEST(FleetMachine, RunsOutOfSpaceOnALimitedDisk) {
    const Fleet fleet({"a", "b"});
    const std::string fill = "head -c 500000 /dev/zero > /var/lib/clientpush/f";

    fleet.limit_disk("a", "200K");

    EXPECT_NE(fleet.exec("a", fill).status, 0);
    EXPECT_EQ(fleet.exec("b", fill).status, 0);
    fleet.limit_disk("a", "none");
    EXPECT_EQ(fleet.exec("a", fill).status, 0);
}

TEST(FleetMachine, CountsTheStartsOfItsInstaller) {
    const Fleet fleet({"a", "b"});

    fleet.exec("a", "mkdir /opt/demo-client; echo one >> /opt/demo-client/starts.log");
    fleet.exec("a", "echo two >> /opt/demo-client/starts.log");

    EXPECT_EQ(fleet.starts("a"), 2);
    EXPECT_EQ(fleet.starts("b"), 0);
}

}  // namespace
}  // namespace clientpush
