#include <gtest/gtest.h>

#include "inventory/load.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

std::string value_of(const Inventory& inventory, const std::string& host, const std::string& variable) {
    return inventory.find(host)->vars.at(variable).value;
}

TEST(Precedence, AHostBeatsItsGroupAndAGroupBeatsAll) {
    const Inventory inventory = inventory_of(R"(
all: {vars: {site: ABC, a: all, b: all, c: all}}
web: {vars: {b: web, c: web}, hosts: {ws1: {c: ws1}}}
)");

    EXPECT_EQ(value_of(inventory, "ws1", "a"), "all");
    EXPECT_EQ(value_of(inventory, "ws1", "b"), "web");
    EXPECT_EQ(value_of(inventory, "ws1", "c"), "ws1");
}

TEST(Precedence, ADeeperGroupBeatsOneAboveItWhateverTheOrderAndThePriority) {
    const Inventory inventory = inventory_of(R"(
zone: {vars: {site: ABC, a: zone, ansible_group_priority: 50}, children: {area: {vars: {a: area}, hosts: {ws1: }}}}
)");

    EXPECT_EQ(value_of(inventory, "ws1", "a"), "area");
}

TEST(Precedence, DepthIsTheLongestWayUp) {
    const Inventory inventory = inventory_of(R"(
top: {vars: {site: ABC}, children: {middle: {children: {deep: {vars: {a: deep}}}}}}
shallow: {vars: {a: shallow}, hosts: {ws1: }}
deep: {hosts: {ws1: }}
)");

    EXPECT_EQ(value_of(inventory, "ws1", "a"), "deep");
}

TEST(Precedence, AmongGroupsOfOneDepthThePriorityDecidesThenTheName) {
    const Inventory inventory = inventory_of(R"(
all: {vars: {site: ABC}}
a: {vars: {x: a, y: a, ansible_group_priority: 2}, hosts: {ws1: }}
b: {vars: {x: b, y: b, z: b}, hosts: {ws1: }}
c: {vars: {z: c}, hosts: {ws1: }}
)");

    EXPECT_EQ(value_of(inventory, "ws1", "x"), "a");
    EXPECT_EQ(value_of(inventory, "ws1", "z"), "c");
    EXPECT_FALSE(inventory.find("ws1")->vars.contains("ansible_group_priority"));
}

TEST(Precedence, ValuesReplaceEachOtherAndAreNotMerged) {
    const Inventory inventory = inventory_of(R"(
all: {vars: {site: ABC, m: {a: 1, b: 2}}}
web: {vars: {m: {b: 3}}, hosts: {ws1: }}
)");

    EXPECT_EQ(value_of(inventory, "ws1", "m"), R"({"b":3})");
    EXPECT_TRUE(inventory.find("ws1")->vars.at("m").structured);
}

TEST(Precedence, AHostNamedTwiceHasBothSetsOfVariables) {
    const Inventory inventory = inventory_of(R"(
all: {vars: {site: ABC}}
web: {hosts: {ws1: {a: web, b: web}}}
db: {hosts: {ws1: {b: db}}}
)");

    EXPECT_EQ(inventory.hosts.size(), 1u);
    EXPECT_EQ(value_of(inventory, "ws1", "a"), "web");
    EXPECT_EQ(value_of(inventory, "ws1", "b"), "db");
}

/// tests/data/inventory/layers sets the variable lNN in layer NN and in every weaker one.
TEST(Precedence, FilesBesideTheInventoryStandBetweenItsGroupsAndItsHosts) {
    const Inventory inventory = load_inventory({data_file("layers")}, {{"l7", "command line"}}).inventory;

    EXPECT_EQ(value_of(inventory, "ws1", "l1"), "vars of all");
    EXPECT_EQ(value_of(inventory, "ws1", "l2"), "vars of desks");
    EXPECT_EQ(value_of(inventory, "ws1", "l3"), "group_vars/all");
    EXPECT_EQ(value_of(inventory, "ws1", "l4"), "group_vars/desks");
    EXPECT_EQ(value_of(inventory, "ws1", "l5"), "host ws1");
    EXPECT_EQ(value_of(inventory, "ws1", "l6"), "host_vars/ws1");
    EXPECT_EQ(value_of(inventory, "ws1", "l7"), "command line");
}

TEST(Precedence, TheWinnerSaysWhereItStands) {
    const Inventory inventory = load_inventory({data_file("layers")}, {{"l7", "x"}}).inventory;

    EXPECT_EQ(inventory.find("ws1")->vars.at("l3").at,
              (Position{data_file("layers") + "/group_vars/all.yml", 1, 1}));
    EXPECT_EQ(to_text(inventory.find("ws1")->vars.at("l7").at), "-e l7");
}

TEST(Precedence, ALaterSourceBeatsAnEarlierOneWithinALayer) {
    const std::vector<std::string> sources{data_file("layers"), data_file("layers_later/inventory.yml")};

    const Inventory inventory = load_inventory(sources).inventory;

    EXPECT_EQ(value_of(inventory, "ws1", "l5"), "host ws1, later");
    EXPECT_EQ(value_of(inventory, "ws1", "l4"), "group_vars/clients, later");
    EXPECT_EQ(value_of(inventory, "ws1", "l6"), "host_vars/ws1");
    EXPECT_EQ(value_of(inventory, "ws1", "ansible_host"), "192.0.2.1");
}

}  // namespace
}  // namespace clientpush
