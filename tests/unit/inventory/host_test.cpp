#include "inventory/host.h"

#include <gtest/gtest.h>

#include "inventory/load.h"
#include "support/errors.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

Host host_with(const std::string& variables) {
    const Inventory inventory =
        inventory_of("clients: {vars: {site: ABC}, hosts: {ws1: {" + variables + "}}}\n");
    return inventory.hosts.front();
}

TEST(Host, SaysNothingThatTheInventoryDoesNotSay) {
    const Host host = host_with("");

    EXPECT_EQ(host.name, "ws1");
    EXPECT_EQ(host.address, "ws1");
    EXPECT_EQ(port_of(host), 22);
    EXPECT_EQ(host.user, "");
    EXPECT_EQ(host.private_key_file, "");
    EXPECT_EQ(host.connection, "ssh");
    EXPECT_EQ(host.machine_id, "");
    EXPECT_EQ(host.directory, "");
    EXPECT_EQ(host.client.name, "ws1");
    EXPECT_EQ(host.client.site, "ABC");
    EXPECT_FALSE(host.client.platform);
    EXPECT_FALSE(host.client.membership);
    EXPECT_FALSE(host.client.forest);
    EXPECT_FALSE(host.client.location);
    EXPECT_FALSE(host.client.protocol);
    EXPECT_FALSE(host.client.healthy);
    EXPECT_EQ(host.client.seen, PortsSeen{});
    EXPECT_EQ(host.at, (Position{"test.yml", 2, 38}));
}

TEST(Host, KnowsHowToBeReached) {
    const Host host = host_with(
        "ansible_host: 192.0.2.7, ansible_port: 2022, ansible_user: push, ansible_connection: local, "
        "ansible_ssh_private_key_file: keys/a, machine_id: 4c4c, clientpush_dir: /opt/x");

    EXPECT_EQ(host.address, "192.0.2.7");
    EXPECT_EQ(host.port, 2022);
    EXPECT_EQ(host.user, "push");
    EXPECT_EQ(host.connection, "local");
    EXPECT_EQ(host.private_key_file, "keys/a");
    EXPECT_EQ(host.machine_id, "4c4c");
    EXPECT_EQ(host.directory, "/opt/x");
}

TEST(Host, UnderstandsTheOlderNamesAndPrefersTheNewerOnes) {
    const Host older = host_with(
        "ansible_ssh_host: a.example, ansible_ssh_port: 2022, ansible_ssh_user: push, "
        "ansible_private_key_file: k");
    const Host both = host_with("ansible_host: new.example, ansible_ssh_host: old.example");

    EXPECT_EQ(older.address, "a.example");
    EXPECT_EQ(older.port, 2022);
    EXPECT_EQ(older.user, "push");
    EXPECT_EQ(older.private_key_file, "k");
    EXPECT_EQ(both.address, "new.example");
}

TEST(Host, KnowsWhatTheRulesRead) {
    const Client client = host_with(
                              "site: XYZ, platform: macos, membership: domain, forest: Corp.Example, "
                              "location: internet-only, protocol: https")
                              .client;

    EXPECT_EQ(client.site, "XYZ");
    EXPECT_EQ(client.platform, Platform::macos);
    EXPECT_EQ(client.membership, Membership::domain);
    EXPECT_EQ(client.forest, "corp.example");
    EXPECT_EQ(client.location, Location::internet_only);
    EXPECT_EQ(client.protocol, Protocol::https);
}

TEST(Host, KnowsThePortsSeenWhenAndFromWhere) {
    const PortsSeen seen =
        host_with("http_port: \"80\", https_port: 443, ports_seen: 2026-11-01T09:00:00Z").client.seen;

    Time expected;
    ASSERT_TRUE(parse_time("2026-11-01T09:00:00Z", expected));
    EXPECT_EQ(seen.http, 80);
    EXPECT_EQ(seen.https, 443);
    EXPECT_EQ(seen.at, expected);
    EXPECT_EQ(seen.source, PortsSeen::Source::inventory);
    EXPECT_EQ(seen.origin, "test.yml:2:44");
}

TEST(Host, ItsOwnNameIsAnAddressOnlyInsideTheNetwork) {
    EXPECT_TRUE(host_with("").client.has_address);
    EXPECT_TRUE(host_with("location: intranet").client.has_address);
    EXPECT_FALSE(host_with("location: internet").client.has_address);
    EXPECT_FALSE(host_with("location: internet-only").client.has_address);
    EXPECT_FALSE(host_with("location: cmg").client.has_address);
    EXPECT_TRUE(host_with("location: internet, ansible_host: 192.0.2.7").client.has_address);
}

TEST(Host, APortBehindItsNameYieldsToAnExplicitOne) {
    const Inventory inventory =
        inventory_of("clients: {vars: {site: ABC}, hosts: {\"a:2022\": , \"b:2022\": {ansible_port: 2023}}}");

    EXPECT_EQ(inventory.find("a")->port, 2022);
    EXPECT_EQ(inventory.find("b")->port, 2023);
}

TEST(Host, KeepsEveryOtherVariableAsItStood) {
    const Host host = host_with("answer: 042, note: \"{{ left }}\", list: [1, x]");

    EXPECT_EQ(host.vars.at("answer").value, "042");
    EXPECT_FALSE(host.vars.at("answer").structured);
    EXPECT_EQ(host.vars.at("note").value, "{{ left }}");
    EXPECT_EQ(host.vars.at("list").value, R"([1,"x"])");
    EXPECT_TRUE(host.vars.at("list").structured);
    EXPECT_EQ(host.vars.at("site").value, "ABC");
}

TEST(Host, HasAllThatItsVariablesSayOfTheLogin) {
    const Host host = host_with(
        "clientpush_password_file: ~/secrets/ws, clientpush_jump: \"ops@gate:2022,[fe80::1]:22,inner\", "
        "transport: openssh, ansible_become: yes, ansible_become_user: deploy, ansible_become_method: sudo, "
        "clientpush_become_password_file: /run/secrets/sudo");

    EXPECT_EQ(host.password_file, "~/secrets/ws");
    EXPECT_EQ(host.jump, "ops@gate:2022,[fe80::1]:22,inner");
    EXPECT_EQ(host.transport, "openssh");
    EXPECT_EQ(host.become, true);
    EXPECT_EQ(host.become_user, "deploy");
    EXPECT_EQ(host.become_password_file, "/run/secrets/sudo");
}

TEST(Host, LeavesOpenWhatNobodySays) {
    const Host host = host_with("platform: linux");

    EXPECT_EQ(host.port, 0);
    EXPECT_EQ(port_of(host), 22);
    EXPECT_FALSE(host.become.has_value());
    EXPECT_EQ(host.transport, "");
    EXPECT_EQ(host.jump, "");
    EXPECT_EQ(host.password_file, "");
}

TEST(Host, CanSayThatItWantsNoOtherUserAndNoJumpHost) {
    const Host host = host_with("ansible_become: false, clientpush_jump: none");

    EXPECT_EQ(host.become, false);
    EXPECT_EQ(host.jump, "none");
}

TEST(Host, PasswordsAreNowhereInIt) {
    for (const char* name :
         {"ansible_password", "ansible_ssh_pass", "ansible_become_password", "ansible_become_pass"}) {
        const Host host = host_with(std::string(name) + ": hunter2");

        EXPECT_FALSE(host.vars.contains(name)) << name;
    }
}

TEST(Host, PasswordsAreInNoMessage) {
    const LoadedInventory loaded = load_inventory_text(
        "f.yml",
        "sites: {ABC: {}}\nclients: {vars: {site: ABC, ansible_password: hunter2}, hosts: {ws1: }}\n");
    const Error error = error_of([] {
        load_inventory_text("f.yml",
                            "clients: {vars: {ansible_password: hunter2, ansible_password: hunter3}}\n");
    });

    ASSERT_EQ(loaded.warnings.size(), 1u);
    EXPECT_EQ(describe(loaded.warnings).find("hunter"), std::string::npos);
    EXPECT_EQ(error.reason(), "invalid-input");
    EXPECT_EQ(std::string(error.what()).find("hunter"), std::string::npos);
}

}  // namespace
}  // namespace clientpush
