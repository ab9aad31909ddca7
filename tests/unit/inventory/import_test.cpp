// What `inventory import` prints loads to the same hosts.

#include <gtest/gtest.h>

#include <sstream>

#include "inventory/to_yaml.h"
#include "support/files.h"
#include "support/temp_dir.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

const char* const sites = "sites: {ABC: {kind: primary}, \"007\": {kind: primary}}\n";

std::string imported(const Inventory& inventory) {
    std::ostringstream out;
    write_yaml(out, inventory, "export.csv");
    return out.str();
}

std::map<std::string, std::string> effective(const Inventory& inventory) {
    std::map<std::string, std::string> hosts;
    for (const Host& host : inventory.hosts) {
        std::string& all = hosts[host.name];
        for (const auto& [name, variable] : host.vars)
            all += name + (variable.structured ? "=json " : "=") + variable.value + "\n";
    }
    return hosts;
}

TEST(Import, GroupsBySiteLiftsWhatIsCommonAndFoldsRanges) {
    TempDir dir;
    std::string text = "name,site,platform,http_port\n";
    for (int i = 8; i <= 12; ++i) text += "ws" + std::to_string(i) + ",ABC,windows,80\n";
    text += "kiosk,ABC,windows,8080\nlab01,007,linux,80\nlab02,007,linux,80\n";
    LoadOptions options;
    options.sites_elsewhere = true;

    const Inventory inventory = load_inventory({write_text(dir / "t.csv", text).string()}, options).inventory;
    const std::string yaml = imported(inventory);

    EXPECT_EQ(yaml.substr(yaml.find("\nsite_")),
              "\nsite_ABC:\n"
              "  vars:\n"
              "    platform: windows\n"
              "    site: ABC\n"
              "  hosts:\n"
              "    ws[8:12]: {http_port: 80}\n"
              "    kiosk: {http_port: 8080}\n"
              "\nsite_007:\n"
              "  vars:\n"
              "    http_port: 80\n"
              "    platform: linux\n"
              "    site: \"007\"\n"
              "  hosts:\n"
              "    lab01:\n"
              "    lab02:\n");
    EXPECT_EQ(effective(load_inventory_text("new.yml", sites + yaml).inventory), effective(inventory));
}

TEST(Import, QuotesHostsWhoseNamesMeanSomethingElseInYaml) {
    TempDir dir;
    LoadOptions options;
    options.sites_elsewhere = true;
    const std::string table =
        write_text(dir / "t.csv", "name,site\nnull,ABC\ntrue,ABC\non,ABC\n7,ABC\nws-1.corp.example,ABC\n")
            .string();
    const Inventory before = load_inventory({table}, options).inventory;

    const std::string yaml = write_text(dir / "back.yml", sites + imported(before)).string();

    EXPECT_EQ(effective(load_inventory({yaml}).inventory), effective(before));
}

TEST(Import, KeepsGroupsAndStrangeValues) {
    LoadOptions options;
    options.read_input = [] {
        return std::string(
            R"({"desks": {"hosts": ["ws1"], "children": ["lab"]}, "lab": {"hosts": ["ws2", "10.0.0.7"]},
"_meta": {"hostvars": {
  "ws1": {"site": "ABC", "a": "null", "b": null, "c": "yes", "d": ": #", "e": "{{ x }}", "f": {"g": [1, "2", true, "x y"]},
          "h i": "\u00e9\n\"", "j": "0x1F", "k": -5, "l": "- x", "m": "", "n": 1.5},
  "ws2": {"site": "ABC", "o": ["p: q"]}, "10.0.0.7": {"site": "007"}}}})");
    };
    options.sites_elsewhere = true;
    const Inventory inventory = load_inventory({"-"}, options).inventory;

    const Inventory again = load_inventory_text("new.yml", sites + imported(inventory)).inventory;

    EXPECT_EQ(effective(again), effective(inventory));
    EXPECT_EQ(names_of(again, again.groups.at("lab").hosts), (std::vector<std::string>{"ws2", "10.0.0.7"}));
    EXPECT_EQ(again.groups.at("desks").children, std::vector<std::string>{"lab"});
}

struct Folded {
    std::vector<std::string> names;
    std::vector<std::string> keys;
};

class Ranges : public testing::TestWithParam<Folded> {};

TEST_P(Ranges, StandForExactlyTheirHosts) {
    EXPECT_EQ(as_ranges(GetParam().names), GetParam().keys);
}

INSTANTIATE_TEST_SUITE_P(
    Names, Ranges,
    testing::Values(Folded{{"ws08", "ws09", "ws10"}, {"ws[08:10]"}},
                    Folded{{"ws8", "ws9", "ws10"}, {"ws[8:10]"}}, Folded{{"ws1", "ws2"}, {"ws1", "ws2"}},
                    Folded{{"ws1", "ws02", "ws3"}, {"ws1", "ws02", "ws3"}},
                    Folded{{"a3.x", "a1.x", "a2.x"}, {"a[1:3].x"}}, Folded{{"db"}, {"db"}},
                    Folded{{"n99", "n100", "n101"}, {"n[99:101]"}},
                    Folded{{"fe80::1", "fe80::2", "fe80::3"}, {"fe80::1", "fe80::2", "fe80::3"}},
                    Folded{{"x00001234567890", "x00001234567891", "x00001234567892"},
                           {"x00001234567890", "x00001234567891", "x00001234567892"}}));

}  // namespace
}  // namespace clientpush
