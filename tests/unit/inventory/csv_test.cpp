// Tables as sources: CSV and JSON lines, what their columns mean, and everything that can be wrong with them.

#include <gtest/gtest.h>

#include "inventory/columns.h"
#include "unit/inventory/builders.h"
#include "unit/inventory/tables.h"

namespace clientpush {
namespace {

TEST_F(Tables, ARowIsAHostWithItsVariablesAndTheirPlaces) {
    const Inventory inventory =
        load("t.csv", "name,site,http_port,rack\nws1,ABC,80,B 7\nws2,XYZ,,\"C \"\"9\"\"\"\n").inventory;

    ASSERT_EQ(inventory.hosts.size(), 2u);
    const Host first = inventory.hosts[0];
    EXPECT_EQ(first.client.site, "ABC");
    EXPECT_EQ(first.client.seen.http, 80);
    EXPECT_EQ(first.vars.at("rack").value, "B 7");
    EXPECT_EQ(first.vars.at("rack").at.line, 2);
    EXPECT_EQ(first.vars.at("rack").at.column, 12);
    EXPECT_EQ(first.at.column, 1);
    EXPECT_EQ(inventory.hosts[1].vars.at("rack").value, "C \"9\"");
    EXPECT_FALSE(inventory.hosts[1].client.seen.http);
    EXPECT_EQ(names_of(inventory, inventory.members("ungrouped")), (std::vector<std::string>{"ws1", "ws2"}));
}

TEST_F(Tables, WhatTheConsoleExportsIsUnderstood) {
    const Inventory inventory =
        load("export.csv",
             "#TYPE Selected.SMS_Device\r\n"
             "\"Name\",\"Domain\",\"SiteCode\",\"DeviceOS\",\"LastActiveTime\",\"IsClient\","
             "\"CNIsOnInternet\",\"PortNumber\"\r\n"
             "\"WS1\",\"CORP.example\",\"ABC\",\"Microsoft Windows NT Workstation 10.0\",\"11/1/2026 9:05:00 "
             "PM\",\"True\",\"False\",\"80\"\r\n"
             "\"LT2\",\"\",\"ABC\",\"iOS 17\",\"2026-11-01 09:00:00.123\",\"True\",\"True\",\"80\"\r\n")
            .inventory;

    const Host desk = *inventory.find("WS1");
    EXPECT_EQ(desk.client.forest, "corp.example");
    EXPECT_EQ(desk.client.platform, Platform::windows);
    EXPECT_EQ(desk.vars.at("ports_seen").value, "2026-11-01T21:05:00Z");
    EXPECT_EQ(desk.vars.at("IsClient").value, "True");
    EXPECT_FALSE(desk.client.location);
    const Host laptop = *inventory.find("LT2");
    EXPECT_FALSE(laptop.client.platform);
    EXPECT_FALSE(laptop.client.forest);
    EXPECT_EQ(laptop.client.location, Location::internet);
    EXPECT_EQ(laptop.vars.at("ports_seen").value, "2026-11-01T09:00:00Z");
}

TEST_F(Tables, SemicolonsTabsByteOrderMarksAndUtf16AreUnderstood) {
    std::string wide = "\xFF\xFE";
    for (const char c : std::string("Name\tSiteCode\r\nws1\tABC\r\n")) wide += {c, '\0'};

    EXPECT_EQ(
        load("semicolon.csv", "Name;SiteCode;Note\nws1;ABC;a,b\n").inventory.hosts[0].vars.at("Note").value,
        "a,b");
    EXPECT_EQ(load("mark.csv", "\xEF\xBB\xBFName,SiteCode\r\nws1,ABC\r\n").inventory.hosts[0].client.site,
              "ABC");
    EXPECT_EQ(load("wide.csv", wide).inventory.hosts[0].client.site, "ABC");
    EXPECT_EQ(load("quoted.csv", "Name,Note,SiteCode\nws1,\"two\nlines, one cell\",ABC")
                  .inventory.hosts[0]
                  .vars.at("Note")
                  .value,
              "two\nlines, one cell");
}

TEST_F(Tables, TheUserCanSayWhatAColumnMeans) {
    LoadOptions options;
    options.columns = parse_columns("Rechner=name,Standort=site,Domain=-");

    const Host host = load("t.csv", "Rechner,Standort,Domain\nws1,ABC,CORP\n", options).inventory.hosts[0];

    EXPECT_EQ(host.name, "ws1");
    EXPECT_EQ(host.client.site, "ABC");
    EXPECT_FALSE(host.client.forest);
    EXPECT_FALSE(host.vars.contains("Domain"));
}

TEST_F(Tables, WhatTheUserSaysOfAColumnBeatsTheNameOfAnother) {
    LoadOptions options;
    options.columns = parse_columns("Seen=http_port");

    const Host host =
        load("t.csv", "Name,Site,http_port,Seen\nws1,ABC,8080,80\n", options).inventory.hosts[0];

    EXPECT_EQ(host.client.seen.http, 80);
}

TEST_F(Tables, TwoColumnsForOnePortAreNotChosenFrom) {
    const std::string said = "t.csv:1:21: error: \"http_port\" is another column for http_port";
    const std::string text = "Name,Site,HTTP Port,http_port\nws1,ABC,8080,80\n";

    EXPECT_EQ(refusal("t.csv", text).substr(0, said.size()), said);
}

TEST_F(Tables, WhenAHostWasOnlineSaysNothingOfAPortThatStandsElsewhere) {
    const std::string ports =
        write_text(dir / "ports.yml", "desks: {hosts: {ws1: {site: ABC, http_port: 8080}}}\n").string();
    const std::string online =
        write_text(dir / "online.csv", "Name,LastOnlineTime\nws1,2026-11-21 10:00:00\n").string();

    const Host host = load_inventory({sites, ports, online}).inventory.hosts[0];

    EXPECT_EQ(host.client.seen.http, 8080);
    EXPECT_FALSE(host.client.seen.at);
}

TEST_F(Tables, LaterSourcesWinWhateverTheirKind) {
    const std::string weak =
        write_text(dir / "weak.csv", "name,site,rack,floor\nws1,ABC,1,1\nws2,ABC,1,1\n").string();
    const std::string yaml =
        write_text(dir / "m.yml", "desks: {hosts: {ws2: {rack: 2}, ws3: {site: ABC, rack: 2}}}\n").string();
    const std::string strong = write_text(dir / "strong.csv", "name,rack\nws3,3\nws1,3\n").string();

    const Inventory inventory = load_inventory({sites, weak, yaml, strong}).inventory;

    EXPECT_EQ(inventory.hosts.size(), 3u);
    EXPECT_EQ(inventory.hosts.name(0), "ws1");
    EXPECT_EQ(inventory.find("ws1")->vars.at("rack").value, "3");
    EXPECT_EQ(inventory.find("ws1")->vars.at("floor").value, "1");
    EXPECT_EQ(inventory.find("ws2")->vars.at("rack").value, "2");
    EXPECT_EQ(inventory.find("ws2")->client.site, "ABC");
    EXPECT_EQ(inventory.find("ws3")->vars.at("rack").value, "3");
    EXPECT_EQ(names_of(inventory, inventory.members("desks")), (std::vector<std::string>{"ws2", "ws3"}));
    EXPECT_EQ(names_of(inventory, inventory.members("ungrouped")), std::vector<std::string>{"ws1"});
}

TEST_F(Tables, GetTheVariablesOfAllAndOfTheCommandLine) {
    const std::string all =
        write_text(dir / "all.yml", "all: {vars: {site: ABC, platform: windows, rack: 0}}\n").string();
    const std::string table = write_text(dir / "t.csv", "name,rack\nws1,7\n").string();

    const Host host = load_inventory({sites, all, table}, {{"floor", "3"}}).inventory.hosts[0];

    EXPECT_EQ(host.client.site, "ABC");
    EXPECT_EQ(host.client.platform, Platform::windows);
    EXPECT_EQ(host.vars.at("rack").value, "7");
    EXPECT_EQ(host.vars.at("floor").value, "3");
}

TEST_F(Tables, JsonLinesAreRows) {
    const Inventory inventory =
        load("t.ndjson",
             "{\"Name\": \"ws1\", \"SiteCode\": \"ABC\", \"http_port\": 80, \"tags\": [\"a\", 1]}\n\n"
             "{\"Name\": \"ws2\", \"SiteCode\": \"ABC\", \"note\": null}\n")
            .inventory;

    EXPECT_EQ(inventory.hosts[0].client.seen.http, 80);
    EXPECT_EQ(inventory.hosts[0].vars.at("tags").value, "[\"a\",1]");
    EXPECT_TRUE(inventory.hosts[0].vars.at("tags").structured);
    EXPECT_FALSE(inventory.hosts[1].vars.contains("note"));
}

struct WrongTable {
    std::string file;
    std::string text;
    std::string said;  ///< the first line of what is said
};

class TableRefusal : public Tables, public testing::WithParamInterface<WrongTable> {};

TEST_P(TableRefusal, SaysWhatAndWhere) {
    const std::string said = refusal(GetParam().file, GetParam().text);

    EXPECT_EQ(said.substr(0, said.find('\n')), GetParam().said);
}

const std::string wide_row = [] {
    std::string row = "name,site";
    for (int i = 0; i < 10'000; ++i) row += ",c" + std::to_string(i);
    return row + "\n";
}();

INSTANTIATE_TEST_SUITE_P(
    Files, TableRefusal,
    testing::Values(
        WrongTable{"t.csv", "Rechner,site\nws1,ABC\n",
                   "t.csv:1:1: error: no column has the names of the hosts; there are: Rechner, site"},
        WrongTable{"t.csv", "name,site,name\nws1,ABC,x\n",
                   "t.csv:1:11: error: the header \"name\" stands here twice, first in column 1"},
        WrongTable{"t.csv", "name,,site\nws1,x,ABC\n", "t.csv:1:6: error: this column has no header"},
        WrongTable{"t.csv", "name,site\nws1,ABC\nws2,ABC\nws1,ABC\n",
                   "t.csv:4:1: error: the host \"ws1\" stands here twice, first in line 2"},
        WrongTable{"t.csv", "name,site\nws1\n",
                   "t.csv:2:1: error: this row has 1 cells, but the header has 2"},
        WrongTable{"t.csv", "name,site\n,ABC\n", "t.csv:2:1: error: this row names no host"},
        WrongTable{"t.csv", "name,site\nws[1:3],ABC\n",
                   "t.csv:2:1: error: \"ws[1:3]\" cannot be the name of a host"},
        WrongTable{"t.csv", "name,site\nws1,ABX\n", "t.csv:2:5: error: unknown site \"ABX\""},
        WrongTable{"t.csv", "name,site,http_port\nws1,ABC,0\n",
                   "t.csv:2:9: error: \"http_port\" is \"0\", but must be a port"},
        WrongTable{"t.csv", "name,site,lastseen\nws1,ABC,1.11.2026 09:00\n",
                   "t.csv:2:9: error: \"ports_seen\" is \"1.11.2026 09:00\", but must be a moment"},
        WrongTable{"t.csv", "name,site,locaton\nws1,ABC,cmg\n",
                   "t.csv:1:11: error: unknown variable \"locaton\"; did you mean \"location\"?"},
        WrongTable{"t.csv", "name,note\nws1,x\nws2,y\n", "t.csv:2:1: error: no site is given for ws[1-2]"},
        WrongTable{"t.csv", "name,site\nws1,\"ABC\n",
                   "t.csv:2:5: error: a text in quotes begins here and is never closed"},
        WrongTable{"t.csv", "name,site\nws1,\"ABC\"x\n",
                   "t.csv:2:10: error: after the closing quote stands more text"},
        WrongTable{"t.csv", "name,site\nws1,A\"BC\n",
                   "t.csv:2:6: error: a quote stands inside a text without quotes"},
        WrongTable{"t.csv", std::string("name,site\nws1,A\0C\n", 18),
                   "t.csv:2:5: error: a control character stands in the text: \"A\\x00C\""},
        WrongTable{"t.csv", "name,site\nws1,\xFF\n", "t.csv:2:5: error: this is not UTF-8: \"\\xff\""},
        WrongTable{"t.csv", "", "t.csv: error: this table is empty"},
        WrongTable{"t.csv", std::string("\xFE\xFF\0n", 4),
                   "t.csv: error: the text is UTF-16 with the high byte first"},
        WrongTable{"t.csv", std::string("\xFF\xFEn", 3),
                   "t.csv: error: the text ends in the middle of a character"},
        WrongTable{"t.csv", wide_row, "t.csv:1:4890: error: this row has more than 1000 columns"},
        WrongTable{"t.csv", std::string(2'000'000, 'x'),
                   "t.csv:1:1: error: the first line has more than 1048576 bytes"},
        WrongTable{"t.csv", "name,site\nws1," + std::string(2'000'000, 'x'),
                   "t.csv:2:1: error: this row has more than 1048576 bytes"},
        WrongTable{"t.jsonl", "{\"name\": \"ws1\", \"site\": \"ABC\"}\n[1]\n",
                   "t.jsonl:2:1: error: each line holds an object, and not a list"},
        WrongTable{"t.jsonl", "{\"name\": \"ws1\", \"name\": \"ws2\"}\n",
                   "t.jsonl:1:17: error: the key \"name\" stands here twice"},
        WrongTable{"t.jsonl", "{\"name\": \"ws1\"\n",
                   "t.jsonl:1:15: error: a \",\" or \"}\" should stand here"},
        WrongTable{"t.jsonl", "{}\n", "t.jsonl:1:1: error: this object names no host"},
        WrongTable{"t.jsonl", std::string(2'000'000, ' '),
                   "t.jsonl:1:1: error: this line has more than 1048576 bytes"}));

TEST_F(Tables, ASlipInTheMappingIsAnError) {
    LoadOptions options;
    options.columns = parse_columns("Domian=forest");

    EXPECT_EQ(refusal("t.csv", "Name,Domain,site\nws1,corp.example,ABC\n", options),
              "--columns: error: no table has a column \"Domian\"\n"
              "  to fix it: write \"Domain\" (known: Domain, Name, site)");
}

TEST_F(Tables, APasswordIsLeftOutAndNeverShown) {
    const LoadedInventory loaded = load("t.csv", "name,site,ansible_password\nws1,ABC,hunter2\n");

    EXPECT_FALSE(loaded.inventory.hosts[0].vars.contains("ansible_password"));
    ASSERT_EQ(loaded.warnings.size(), 1u);
    EXPECT_EQ(describe(loaded.warnings).find("hunter2"), std::string::npos);
}

TEST_F(Tables, AThousandProblemsAreEnough) {
    std::string text = "name,site\n";
    for (int i = 0; i < 5000; ++i) text += "bad name,ABC\n";

    std::size_t told = 0;
    try {
        load("t.csv", text);
    } catch (const InvalidInput& error) {
        told = error.problems().size();
    }

    EXPECT_EQ(told, 1000u);
}

}  // namespace
}  // namespace clientpush
