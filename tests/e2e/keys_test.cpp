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

TEST(KeysOnRecord, UnderTheNameOfTheInventoryAreReplacedByWhatIsApproved) {
    const Fleet fleet({"one"}, {{80, 443}, "root"});
    const Desk desk(fleet, {"one"});
    desk.replace("known_hosts", fleet.address("one"), "one");
    ASSERT_EQ(desk.run({"keys", "scan"}).status, 0);
    fleet.swap_key("one");
    ASSERT_EQ(desk.run({"keys", "scan"}).status, 2);

    EXPECT_EQ(desk.run({"keys", "approve", "one", "-y"}).status, 0);

    EXPECT_EQ(desk.run({"keys", "scan"}).status, 0);
    EXPECT_EQ(desk.run({"push"}).status, 0);
    EXPECT_EQ(desk.states().at("one"), "managed (proved)");
}

/// A real sshd with two host keys, and a desk where nothing is on record.
class TrustedList : public testing::Test {
protected:
    TrustedList() {
        desk.write("inventory/addresses.yml",
                   fmt::format("clients: {{hosts: {{one: {{ansible_host: 127.0.0.1, ansible_port: {}}}}}}}\n",
                               sshd.port()));
    }

    std::string fingerprint(const std::string& type) const {
        const std::string file = sshd.folder() / ("host_" + type + ".pub");
        const Output said = run_to_end({{"ssh-keygen", "-lf", file}, {}, {}});
        const auto begin = said.out.find("SHA256:");
        return said.out.substr(begin, said.out.find(' ', begin) - begin);
    }

    Output approve(const std::string& list) const {
        desk.write("trusted", list);
        return desk.run({"keys", "approve", "all", "--from", "trusted"});
    }

    void expect_recorded(const std::vector<std::string>& types) const {
        const auto host = desk.json({"keys", "list"}).at("hosts").at(0);
        std::vector<std::string> recorded;
        for (const auto& key : host.at("keys")) recorded.push_back(key.at("type"));
        EXPECT_EQ(recorded, types);
    }

    const Sshd sshd{{.host_keys = {"ed25519", "ecdsa"}, .lines = {}}};
    const Desk desk{{"one"}};
    const std::string place = fmt::format("[127.0.0.1]:{}", sshd.port());
};

TEST_F(TrustedList, MayNameAHostInEveryWay) {
    const std::string print = fingerprint("ed25519");
    for (const std::string& list : {"one " + print, "ONE " + print, "127.0.0.1 " + print, place + " " + print,
                                    "256 " + print + " one (ED25519)", "256 " + print + " root@one (ED25519)",
                                    place + " " + sshd.host_key("ed25519"), "o?e " + sshd.host_key("ed25519"),
                                    "# by hand\n\nother,one\t" + sshd.host_key("ed25519") + "\r\n"}) {
        desk.write("known_hosts", "");

        const Output output = approve(list);

        EXPECT_EQ(output.status, 0) << list << output.out << output.err;
        EXPECT_TRUE(says(output, "recorded the keys of 1 host")) << list << output.out;
        expect_recorded({"ssh-ed25519"});
    }
}

TEST_F(TrustedList, MayBeAHashedKnownHostsFile) {
    desk.write("hashed", read_text(sshd.known_hosts()));
    ASSERT_EQ(run_to_end({{"ssh-keygen", "-H", "-f", desk / "hashed"}, {}, {}}).status, 0);
    const std::string hashed = read_text(desk / "hashed");
    ASSERT_TRUE(hashed.starts_with("|1|")) << hashed;

    const Output output = approve(hashed);

    EXPECT_EQ(output.status, 0) << output.out << output.err;
    expect_recorded({"ssh-ed25519", "ecdsa-sha2-nistp256"});
}

TEST_F(TrustedList, WithOneKeyOfSeveralLeavesTheOthersOut) {
    const Output output = approve("one " + fingerprint("ecdsa"));

    EXPECT_EQ(output.status, 0) << output.out << output.err;
    EXPECT_TRUE(
        says(output, "one: ssh-ed25519 " + fingerprint("ed25519") + " is not in the list: not recorded"))
        << output.out;
    expect_recorded({"ecdsa-sha2-nistp256"});
}

TEST_F(TrustedList, WithAnotherKeyOfAHostRecordsNothingAndTellsBoth) {
    make_key(desk / "other", {"-t", "ed25519"});
    const std::string other = read_text(desk / "other.pub");

    const Output output = approve("one " + other);

    EXPECT_EQ(output.status, 2) << output.out << output.err;
    EXPECT_TRUE(
        says(output, "one: ssh-ed25519 " + fingerprint("ed25519") + " is not in the list: not recorded"))
        << output.out;
    EXPECT_TRUE(says(output, "    the list has SHA256:")) << output.out;
    EXPECT_TRUE(says(output, "find out who answers there")) << output.out;
    expect_recorded({});
}

TEST_F(TrustedList, WithoutAHostOfSeveralRecordsTheOthers) {
    desk.write("inventory/more.yml", "clients: {hosts: {two: {}}}\n");
    const Sshd two({.host_keys = {"ed25519"}, .lines = {}});
    desk.set("two", "ansible_host", "127.0.0.1");
    desk.set("two", "ansible_port", std::to_string(two.port()));

    const Output output = approve("one " + fingerprint("ed25519"));

    EXPECT_EQ(output.status, 2) << output.out << output.err;
    EXPECT_TRUE(
        says(output, fmt::format("    the list has no key of two (nor of [127.0.0.1]:{})", two.port())))
        << output.out;
    EXPECT_TRUE(says(output, "recorded the keys of 1 host")) << output.out;
    expect_recorded({"ssh-ed25519"});
}

TEST_F(TrustedList, DoesNotLetAChangedKeyPass) {
    make_key(desk / "other", {"-t", "ed25519"});
    desk.write("known_hosts", place + " " + read_text(desk / "other.pub"));
    const std::string before = read_text(desk / "known_hosts");

    const Output output = approve(read_text(desk / "known_hosts"));

    EXPECT_EQ(output.status, 2) << output.out << output.err;
    EXPECT_TRUE(says(output, "one: changed ssh-ed25519 " + fingerprint("ed25519"))) << output.out;
    EXPECT_EQ(read_text(desk / "known_hosts"), before);
}

TEST_F(TrustedList, ThatCannotBeReadIsNamedWithTheReason) {
    for (const auto& [list, why] :
         std::map<std::string, std::string>{{"missing", "cannot read missing: No such file or directory"},
                                            {"inventory", "cannot read inventory: Is a directory"},
                                            {"known_hosts", "known_hosts has no key in it"}}) {
        const Output output = desk.run({"keys", "approve", "all", "--from", list});

        EXPECT_EQ(output.status, 5) << list;
        EXPECT_NE(output.err.find(why), std::string::npos) << output.err;
        EXPECT_NE(output.err.find("to fix it: "), std::string::npos) << output.err;
    }
}

TEST_F(TrustedList, WithLinesThatAreNoKeysTellsAllOfThemAndRecordsNothing) {
    const Output output = approve("one " + fingerprint("ed25519") + "\none\n@revoked one " + sshd.host_key() +
                                  "\n|1|salt|hash SHA256:abc\n");

    EXPECT_EQ(output.status, 5) << output.out;
    for (const char* part : {"trusted:2:", "trusted:3:", "@revoked", "trusted:4:"})
        EXPECT_NE(output.err.find(part), std::string::npos) << part << '\n' << output.err;
    EXPECT_EQ(output.err.find("trusted:1:"), std::string::npos) << output.err;
    expect_recorded({});
}

TEST(KeysOfTwoNames, ThatAreOneKeyAreWarnedOf) {
    const Fleet fleet{{"ws1", "ws2", "ws3"}, {{80, 443}, "root"}};
    const Desk desk{fleet, {"ws1", "ws2", "ws3"}};
    desk.replace("inventory/addresses.yml", fleet.address("ws2"), fleet.address("ws1"));

    const Output scan = desk.run({"keys", "scan"});

    EXPECT_EQ(scan.status, 0) << "each key is on record for its address";
    EXPECT_NE(scan.err.find("warning: ws[1-2] show the same host key (SHA256:"), std::string::npos)
        << scan.err;
    EXPECT_EQ(scan.err.find("ws3"), std::string::npos) << scan.err;
}

}  // namespace
}  // namespace clientpush
