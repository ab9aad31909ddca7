// Host keys as their user looks at them and approves them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "e2e/desk.h"
#include "support/files.h"
#include "support/sshd.h"

namespace clientpush {
namespace {

bool says(const Output& output, const std::string& part) {
    return output.out.find(part) != std::string::npos;
}

/// A host that only ssh's configuration knows the way to: its address, its port, and the jump host before it.
class KeysBehindAnAlias : public testing::Test {
protected:
    KeysBehindAnAlias() {
        write_text(bastion.folder() / "authorized_keys", read_text(fleet.login_key().string() + ".pub"));
        desk.write("known_hosts", "");
        desk.write("inventory/addresses.yml", "clients: {hosts: {one: {ansible_host: alias}}}\n");
        desk.write("ssh_config",
                   fmt::format("Host alias\n  HostName {}\n  Port {}\n"
                               "Host bastion\n  HostName 127.0.0.1\n  Port {}\n  User {}\n",
                               fleet.address("one"), fleet.port(), bastion.port(), current_user()));
    }

    Output run(std::vector<std::string> words) const {
        words.insert(words.end(), {"--ssh-config", "ssh_config"});
        return desk.run(words);
    }

    const Sshd bastion{{.host_keys = {"ed25519"}, .lines = {}}};
    const Fleet fleet{{"one"}, {{80, 443}, "root"}};
    const Desk desk{fleet, {"one"}};
};

TEST_F(KeysBehindAnAlias, AreScannedWhereAPushConnectsToAndRecordedAsItLooksThemUp) {
    const Output scan = run({"keys", "scan"});
    const Output approval = run({"keys", "approve", "one", "-y"});

    EXPECT_EQ(scan.status, 2) << scan.out << scan.err;
    EXPECT_TRUE(says(scan, "one: unknown ssh-ed25519 SHA256:")) << scan.out;
    EXPECT_EQ(approval.status, 0) << approval.out << approval.err;
    EXPECT_TRUE(read_text(desk / "known_hosts")
                    .starts_with(fmt::format("[{}]:{} ssh-ed25519 ", fleet.address("one"), fleet.port())))
        << read_text(desk / "known_hosts");
    EXPECT_EQ(run({"keys", "scan"}).status, 0);
    EXPECT_TRUE(says(run({"keys", "list"}), "one: ssh-ed25519 SHA256:"));
    EXPECT_EQ(run({"push"}).status, 0);
    EXPECT_EQ(desk.states().at("one"), "managed (proved)");
}

TEST_F(KeysBehindAnAlias, AreScannedThroughItsJumpHostOnceTheKeyOfThatIsOnRecord) {
    desk.replace("ssh_config", "Host bastion", "  ProxyJump bastion\nHost bastion");

    const Output first = run({"keys", "approve", "one", "-y"});
    const Output second = run({"keys", "approve", "one", "-y"});

    EXPECT_EQ(first.status, 4) << first.out;
    EXPECT_TRUE(says(first, "bastion: unknown ssh-ed25519 SHA256:")) << first.out;
    EXPECT_TRUE(says(first, "one: no way through the jump host bastion")) << first.out;
    EXPECT_EQ(second.status, 0) << second.out;
    EXPECT_TRUE(says(second, "one: unknown ssh-ed25519 SHA256:")) << second.out;
    EXPECT_EQ(run({"keys", "scan"}).status, 0);
    EXPECT_EQ(run({"push"}).status, 0);
    EXPECT_EQ(desk.states().at("one"), "managed (proved)");
}

TEST_F(KeysBehindAnAlias, AreScannedThroughTheJumpHostOfTheCommandLine) {
    const Output scan = run({"keys", "scan", "-J", "bastion"});

    EXPECT_EQ(scan.status, 6) << scan.out << scan.err;
    EXPECT_TRUE(says(scan, "bastion: unknown ssh-ed25519 SHA256:")) << scan.out;
    EXPECT_TRUE(says(scan, "one: no way through the jump host bastion")) << scan.out;
}

TEST_F(KeysBehindAnAlias, AreLookedUpInTheFilesThatItsConfigurationNames) {
    ASSERT_EQ(run({"keys", "approve", "one", "-y"}).status, 0);
    std::filesystem::rename(desk / "known_hosts", desk / "others");
    desk.replace("ssh_config", "  HostName",
                 fmt::format("  UserKnownHostsFile {}\n  HostName", (desk / "others").string()));

    const Output scan = run({"keys", "scan"});

    EXPECT_EQ(scan.status, 0) << scan.out << scan.err;
    EXPECT_TRUE(says(run({"keys", "list"}), "others:1")) << scan.out;
}

TEST_F(KeysBehindAnAlias, ThatOnlyAProxyCommandLeadsToAreNotScannedElsewhere) {
    desk.replace("ssh_config", "  HostName", "  ProxyCommand nc %h %p\n  HostName");

    const Output scan = run({"keys", "scan"});

    EXPECT_EQ(scan.status, 4);
    EXPECT_EQ(fleet.connections("one"), 0);
    EXPECT_TRUE(says(scan, "one: it is behind a ProxyCommand, which clientpush does not run")) << scan.out;
    EXPECT_TRUE(says(scan, "Log in once with ssh")) << scan.out;
}

}  // namespace
}  // namespace clientpush
