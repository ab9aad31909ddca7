// Inventories in JSON, as `ansible-inventory --list` prints them.

#include <gtest/gtest.h>

#include "inventory/json_reader.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

LoadedInventory load_json(const std::string& text) {
    LoadOptions options;
    options.read_input = [text] { return text; };
    return load_inventory({"-"}, options);
}

std::string refusal(const std::string& text) {
    try {
        load_json(text);
    } catch (const InvalidInput& error) {
        const std::string said = error.what();
        return said.substr(0, said.find('\n'));
    }
    return "nothing";
}

TEST(AnsibleJson, IsReadFromStandardInput) {
    const Inventory inventory = load_json(R"({
  "_meta": {"hostvars": {"ws1": {"site": "ABC", "http_port": 80, "tags": ["a", {"b": true}]}, "ws2": {"site": "ABC"}}},
  "all": {"children": ["ungrouped", "desks"]},
  "desks": {"hosts": ["ws1"], "vars": {"platform": "windows"}},
  "ungrouped": {"hosts": ["ws2"]},
  "sites": {"ABC": {"kind": "primary"}}
})")
                                    .inventory;

    const Host host = *inventory.find("ws1");
    EXPECT_EQ(host.client.seen.http, 80);
    EXPECT_EQ(host.client.platform, Platform::windows);
    EXPECT_EQ(host.vars.at("tags").value, R"(["a",{"b":true}])");
    EXPECT_EQ(host.vars.at("site").at.file, "(standard input)");
    EXPECT_EQ(host.vars.at("site").at.line, 2);
    EXPECT_EQ(names_of(inventory, inventory.members("desks")), std::vector<std::string>{"ws1"});
    EXPECT_EQ(inventory.find("ws2")->client.site, "ABC");
}

TEST(AnsibleJson, AHostThatOnlyMetaNamesIsNotLost) {
    const Inventory inventory =
        load_json(
            R"({"_meta": {"hostvars": {"ws1": {"site": "ABC"}}}, "sites": {"ABC": {"kind": "primary"}}})")
            .inventory;

    EXPECT_EQ(inventory.find("ws1")->client.site, "ABC");
}

TEST(AnsibleJson, TheOldFormHasAListInTheGroupsPlace) {
    const Inventory inventory =
        load_json(
            R"({"desks": ["ws1", "ws1"], "all": {"vars": {"site": "ABC"}}, "sites": {"ABC": {"kind": "primary"}}})")
            .inventory;

    EXPECT_EQ(names_of(inventory, inventory.members("desks")), std::vector<std::string>{"ws1"});
}

struct WrongJson {
    std::string text;
    std::string said;
};

class JsonRefusal : public testing::TestWithParam<WrongJson> {};

TEST_P(JsonRefusal, SaysWhatAndWhere) {
    JsonFault fault;

    EXPECT_FALSE(parse_json(GetParam().text, fault));
    EXPECT_EQ(std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " + fault.wrong.what,
              GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, JsonRefusal,
    testing::Values(WrongJson{"", "1:1 the text ends where a value should be"},
                    WrongJson{"{\"a\": 1,\n\"a\": 2}", "2:1 the key \"a\" stands here twice"},
                    WrongJson{"{\"a\": 01}", "1:7 this is no JSON value"},
                    WrongJson{"[1,]", "1:4 a \",\" stands before the end"},
                    WrongJson{"[1 2]", "1:4 a \",\" or \"]\" should stand here"},
                    WrongJson{"{a: 1}", "1:2 a name in quotes should stand here"},
                    WrongJson{"{\"a\" 1}", "1:6 a \":\" should stand here"},
                    WrongJson{"\"abc", "1:1 a text begins here and is never closed"},
                    WrongJson{"\"a\nb\"", "1:3 the line ends inside a text"},
                    WrongJson{"\"\\x\"", "1:3 an escape that JSON does not have"},
                    WrongJson{"\"\\u12\"", "1:3 four digits must follow \\u"},
                    WrongJson{"\"\\ud800\"", "1:8 half of a character"},
                    WrongJson{"\"\\u0000\"", "1:1 a control character stands in the text: \"\\x00\""},
                    WrongJson{"\"\xFF\"", "1:1 this is not UTF-8: \"\\xff\""},
                    WrongJson{"{} {}", "1:4 after the value stands more text"},
                    WrongJson{std::string(100'000, '['), "1:102 nested deeper than 100 levels"}));

TEST(Json, KeepsTextNumbersAndPlaces) {
    JsonFault fault;

    const auto root = parse_json("{\"\\u00e9\\ud83d\\ude00\": [1.5e3, true, null,\n \"007\"]}", fault);

    ASSERT_TRUE(root);
    EXPECT_EQ(root->entries[0].key, "\u00e9\U0001F600");
    EXPECT_EQ(root->entries[0].value.items[0].text, "1.5e3");
    EXPECT_EQ(root->entries[0].value.items[2].kind, yaml::Node::Kind::null);
    EXPECT_EQ(root->entries[0].value.items[3].text, "007");
    EXPECT_EQ(root->entries[0].value.items[3].line, 2);
    EXPECT_EQ(root->entries[0].value.items[3].column, 2);
}

TEST(AnsibleJson, ThatIsNoneIsRefused) {
    EXPECT_EQ(refusal("hello"),
              "(standard input):1:1: error: this is not JSON as an inventory has it: this is no JSON value");
    EXPECT_EQ(refusal(" \n"),
              "(standard input): error: there is nothing in it, and an inventory in JSON was expected");
    EXPECT_EQ(refusal("[1]"), "(standard input):1:1: error: an inventory is a mapping of groups, not a list");
}

}  // namespace
}  // namespace clientpush
