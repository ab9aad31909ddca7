#include "inventory/load.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

std::string refusal_of(const std::vector<std::string>& sources, const std::vector<ExtraVar>& extra = {}) {
    return error_of([&] { load_inventory(sources, extra); }).what();
}

TEST(Inventory, KeepsHostsInTheOrderOfTheFile) {
    const Inventory inventory = inventory_of(R"(
zeta: {vars: {site: ABC}, hosts: {"z[1:2]": , a1: }}
alpha: {vars: {site: ABC}, hosts: {a1: , m1: }}
)");

    EXPECT_EQ(names_of(inventory, inventory.members("all")),
              (std::vector<std::string>{"z1", "z2", "a1", "m1"}));
    EXPECT_EQ(names_of(inventory, inventory.members("alpha")), (std::vector<std::string>{"a1", "m1"}));
}

TEST(Inventory, HasTheGroupsAllAndUngrouped) {
    const Inventory inventory = inventory_of(R"(
all: {vars: {site: ABC}, hosts: {lone: , ws1: }}
web: {hosts: {ws1: }}
ungrouped: {hosts: {other: , ws1: }}
)");

    EXPECT_EQ(names_of(inventory, inventory.members("ungrouped")),
              (std::vector<std::string>{"lone", "other"}));
    EXPECT_EQ(inventory.members("all").size(), 3u);
    EXPECT_EQ(inventory.groups.at("all").children, (std::vector<std::string>{"web", "ungrouped"}));
}

TEST(Inventory, AGroupHoldsTheHostsOfItsChildrenOnce) {
    const Inventory inventory = inventory_of(R"(
zone: {vars: {site: ABC}, children: {a: {hosts: {ws1: , ws2: }}, b: , never_defined: }}
b: {hosts: {ws2: , ws3: }}
)");

    EXPECT_EQ(names_of(inventory, inventory.members("zone")),
              (std::vector<std::string>{"ws1", "ws2", "ws3"}));
    EXPECT_TRUE(inventory.members("never_defined").empty());
    EXPECT_EQ(inventory.groups.at("zone").children, (std::vector<std::string>{"a", "b", "never_defined"}));
    EXPECT_EQ(inventory.groups.at("zone").hosts, std::vector<std::size_t>{});
}

TEST(Inventory, FindsHostsByName) {
    const Inventory inventory = inventory_of("clients: {vars: {site: ABC}, hosts: {'ws[1:3]': }}");

    EXPECT_EQ(inventory.hosts.find("ws2"), 1u);
    EXPECT_EQ(inventory.hosts.find("ws9"), std::nullopt);
    EXPECT_EQ(inventory.find("ws2")->name, "ws2");
    EXPECT_FALSE(inventory.find("ws9"));
}

TEST(Inventory, ReadsASiteWhole) {
    const Inventory inventory = load_inventory({data_file("fine.yml")}).inventory;

    const Site& site = inventory.sites.at("ABC");
    EXPECT_EQ(site.kind, SiteKind::primary);
    EXPECT_EQ(site.parent, "C00");
    EXPECT_EQ(site.ports.http, (ServicePorts{8080, Port{80}}));
    EXPECT_EQ(site.ports.https, (ServicePorts{443, std::nullopt}));
    EXPECT_EQ(site.management_points, (std::vector<std::string>{"mp1.corp.example", "192.0.2.1"}));
    EXPECT_EQ(site.publishes_to, std::vector<std::string>{"corp.example"});
    EXPECT_EQ(inventory.sites.at("AB1").kind, SiteKind::secondary);
    EXPECT_EQ(inventory.sites.at("C00").kind, SiteKind::cas);
    EXPECT_EQ(inventory.sites.count("007"), 1u);
}

TEST(Inventory, ASiteThatSaysNothingListensOnTheUsualPorts) {
    const Inventory inventory = inventory_of("clients: {vars: {site: ABC}, hosts: {ws1: }}");

    EXPECT_EQ(inventory.sites.at("ABC").ports, SitePorts{});
    EXPECT_EQ(inventory.sites.at("ABC").website, Website::standard);
    EXPECT_TRUE(inventory.sites.at("ABC").publishes_to.empty());
}

TEST(Sources, AreReadInTheirOrderWithTheVariablesBesideThem) {
    const std::string folder = data_file("layers");

    const Inventory inventory = load_inventory({folder}).inventory;

    EXPECT_EQ(inventory.sources,
              (std::vector<std::string>{folder + "/clients.yml", folder + "/group_vars/all.yml",
                                        folder + "/group_vars/clients", folder + "/group_vars/desks.yaml",
                                        folder + "/host_vars/ws1.yml"}));
}

TEST(Sources, AFileAloneBringsItsVariablesToo) {
    const Inventory inventory = load_inventory({data_file("layers/clients.yml")}).inventory;

    EXPECT_EQ(inventory.find("ws1")->vars.at("l6").value, "host_vars/ws1");
}

TEST(Sources, ALaterOneMayReplaceASiteAndThatIsSaid) {
    const LoadedInventory loaded = load_inventory({data_file("layers"), data_file("later_site.yml")});

    EXPECT_EQ(loaded.inventory.sites.at("ABC").ports.http.standard, 8080);
    ASSERT_FALSE(loaded.warnings.empty());
    EXPECT_EQ(loaded.warnings.front().what,
              "site ABC replaces the one at " + data_file("layers/clients.yml") + ":2:3");
}

TEST(Sources, ThatAreNotThereAreAllNamed) {
    EXPECT_EQ(refusal_of({"nowhere.yml", "neither.yml"}),
              "neither.yml: error: cannot be read: No such file or directory\n"
              "  to fix it: check the name, and whether you may read it\n"
              "nowhere.yml: error: cannot be read: No such file or directory\n"
              "  to fix it: check the name, and whether you may read it");
    EXPECT_EQ(error_of([] { load_inventory({}); }).reason(), "no-inventory");
}

TEST(Sources, ProblemsOfEveryFileComeInOneGo) {
    const std::string text = refusal_of({data_file("unicode.yml"), data_file("cycle.yml"), "nowhere.yml"});

    EXPECT_NE(text.find("cycle.yml:12:5: error: group clients is inside itself"), std::string::npos);
    EXPECT_NE(text.find("nowhere.yml: error: cannot be read"), std::string::npos);
    // What a file that cannot be read may have defined is not called unknown.
    EXPECT_EQ(text.find("unknown site"), std::string::npos);
}

TEST(ExtraVars, BeatEveryOther) {
    const Inventory inventory =
        load_inventory({data_file("layers")}, {{"site", "ABC"}, {"http_port", "8080"}, {"l6", "extra"}})
            .inventory;

    EXPECT_EQ(inventory.find("ws1")->client.seen.http, 8080);
    EXPECT_EQ(inventory.find("ws1")->client.seen.origin, "-e http_port");
    EXPECT_EQ(inventory.find("ws1")->vars.at("l6").value, "extra");
}

TEST(ExtraVars, AreCheckedLikeThoseOfAFile) {
    EXPECT_EQ(refusal_of({data_file("layers")}, {{"site", "ABX"}, {"locaton", "cmg"}, {"http_port", "0"}}),
              "-e http_port: error: \"http_port\" is \"0\", but must be a port\n"
              "  to fix it: write a number from 1 to 65535\n"
              "-e locaton: error: unknown variable \"locaton\"; did you mean \"location\"?\n"
              "  to fix it: write \"location\", or give a variable of your own a name less like it\n"
              "-e site: error: unknown site \"ABX\"\n"
              "  to fix it: use one of the sites of this inventory: ABC");
}

TEST(ExtraVars, WithAPasswordAreIgnored) {
    const LoadedInventory loaded = load_inventory({data_file("layers")}, {{"ansible_password", "hunter2"}});

    EXPECT_FALSE(loaded.inventory.find("ws1")->vars.contains("ansible_password"));
    ASSERT_EQ(loaded.warnings.size(), 1u);
    EXPECT_EQ(describe(loaded.warnings).find("hunter2"), std::string::npos);
}

TEST(Inventory, OfTwentyThousandHostsLoads) {
    const Inventory inventory = inventory_of(R"(
clients:
  vars: {site: ABC, platform: windows, membership: workgroup}
  children:
    shops: {vars: {http_port: 80}, hosts: {"shop[001:200]-till[01:99]": }}
    offices: {hosts: {"office[001:200]": {https_port: 443}}}
)");

    EXPECT_EQ(inventory.hosts.size(), 20'000u);
    EXPECT_EQ(inventory.members("shops").size(), 19'800u);
    EXPECT_EQ(inventory.find("shop200-till99")->client.seen.http, 80);
    EXPECT_EQ(inventory.find("office200")->client.seen.https, 443);
    EXPECT_EQ(inventory.hosts.back().name, "office200");
}

TEST(Inventory, GroupsNestedTooDeepAreRefused) {
    std::string groups = "g0: {vars: {site: ABC}, hosts: {ws1: }, children: {g1: }}\n";
    for (int i = 1; i < 5000; ++i) {
        groups += "g" + std::to_string(i) + ": {children: {g" + std::to_string(i + 1) + ": }}\n";
    }

    const Error error = error_of([&] { inventory_of(groups); });

    EXPECT_NE(std::string(error.what()).find("groups are nested deeper than 100"), std::string::npos);
}

}  // namespace
}  // namespace clientpush
