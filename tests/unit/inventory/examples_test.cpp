// The inventories that we ship load, and hold what their comments say.

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

LoadedInventory example(const std::string& name) {
    return load_inventory({std::string(CLIENTPUSH_SOURCE_DIR) + "/inventories/" + name});
}

std::ptrdiff_t count_if(const Inventory& inventory, bool (*test)(const Client&)) {
    return std::count_if(inventory.hosts.begin(), inventory.hosts.end(),
                         [&](const Host& host) { return test(host.client); });
}

TEST(LabInventory, HasFortyClientsToPushToAndTwoInTheCloud) {
    const Inventory lab = example("lab.yml").inventory;

    EXPECT_EQ(lab.hosts.size(), 42u);
    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.location == Location::cmg; }), 2);
    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.location == Location::internet_only; }), 2);
    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.location == Location::internet; }), 1);
    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.membership == Membership::workgroup; }), 7);
    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.forest == "partner.example"; }), 4);
    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.platform == Platform::windows; }), 42);
    EXPECT_EQ(names_of(lab, lab.members("attic")), (std::vector<std::string>{"attic1", "attic2"}));
}

TEST(LabInventory, WarnsOnlyOfTheClientsOfTheSecondary) {
    const LoadedInventory lab = example("lab.yml");

    ASSERT_EQ(lab.warnings.size(), 1u);
    EXPECT_EQ(lab.warnings.front().what,
              "AB1 is a secondary: its clients get the ports and the site code of its primary, ABC");
}

TEST(LabInventory, SaysNothingThatTheDemoHasToFindOut) {
    const Inventory lab = example("lab.yml").inventory;

    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.seen.any(); }), 0);
    EXPECT_EQ(count_if(lab, [](const Client& c) { return c.has_address; }), 37);
}

TEST(WorkgroupInventory, LoadsWithoutAWarning) {
    const LoadedInventory shop = example("workgroup.yml");

    EXPECT_TRUE(shop.warnings.empty());
    EXPECT_EQ(shop.inventory.hosts.size(), 8u);
    EXPECT_EQ(shop.inventory.find("till6")->client.seen.http, 80);
    EXPECT_EQ(shop.inventory.find("scanner")->client.seen.http, 8080);
}

TEST(DmzInventory, HasClientsOfEveryKindOfBlindness) {
    const LoadedInventory loaded = example("dmz-and-two-forests.yml");
    const Inventory& dmz = loaded.inventory;

    ASSERT_EQ(loaded.warnings.size(), 1u);  // HTTPS has left 443
    EXPECT_EQ(loaded.warnings.front().at.line, 9);
    EXPECT_EQ(dmz.hosts.size(), 168u);
    EXPECT_EQ(count_if(dmz, [](const Client& c) { return c.forest == "merged.example"; }), 40);
    EXPECT_EQ(count_if(dmz, [](const Client& c) { return c.membership == Membership::workgroup; }), 8);
    EXPECT_EQ(count_if(dmz, [](const Client& c) { return c.platform == Platform::linux; }), 2);
    EXPECT_EQ(dmz.find("web3")->port, 2222);
}

TEST(HierarchyInventory, GivesTheClientsOfSecondariesToTheirPrimary) {
    const Inventory hierarchy = example("hierarchy.yml").inventory;

    EXPECT_EQ(hierarchy.hosts.size(), 579u);
    EXPECT_EQ(hierarchy.sites.at("CAS").kind, SiteKind::cas);
    EXPECT_EQ(serving_site(hierarchy.sites, hierarchy.find("lyon07")->client.site)->code, "EUR");
    EXPECT_EQ(serving_site(hierarchy.sites, hierarchy.find("austin3")->client.site)->code, "AME");
    EXPECT_EQ(hierarchy.members("europe").size(), 341u);
}

TEST(AnsibleInventory, LoadsAsItIs) {
    const Inventory ansible = example("ansible").inventory;

    EXPECT_EQ(ansible.hosts.size(), 51u);
    EXPECT_EQ(ansible.find("ber-ws07.corp.example")->client.forest, "corp.example");
    EXPECT_EQ(ansible.find("db1.corp.example")->user, "root");
    EXPECT_EQ(ansible.find("sign-1")->client.location, Location::internet);
    EXPECT_EQ(ansible.find("sign-1")->address, "192.0.2.71");
    EXPECT_EQ(ansible.find("till01.shop.example")->vars.at("motd").value,
              "Welcome to {{ inventory_hostname }}");
}

}  // namespace
}  // namespace clientpush
