// How problems of tables are told: with their line, several in one go, each with the cure that helps.

#include <gtest/gtest.h>

#include "support/files.h"
#include "support/temp_dir.h"
#include "unit/inventory/builders.h"
#include "unit/inventory/tables.h"

namespace clientpush {
namespace {

class TableProblems : public Tables {
protected:
    static std::string utf16(std::u16string_view text) {
        std::string bytes = "\xFF\xFE";
        for (const char16_t unit : text)
            bytes += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
        return bytes;
    }
};

TEST_F(TableProblems, OfCsvShowTheirLineWithACaret) {
    EXPECT_EQ(refusal("t.csv", "name,site,http_port\r\nws1,ABC,0\r\n"),
              "t.csv:2:9: error: \"http_port\" is \"0\", but must be a port\n"
              "    2 | ws1,ABC,0\n"
              "      |         ^\n"
              "  to fix it: write a number from 1 to 65535");
}

TEST_F(TableProblems, OfJsonLinesShowTheirLineWithACaret) {
    EXPECT_EQ(refusal("t.jsonl", "{\"name\": \"ws1\", \"site\": \"ABC\"}\n{\"name\": \"ws2\" \"site\": 1}\n"),
              "t.jsonl:2:16: error: a \",\" or \"}\" should stand here\n"
              "    2 | {\"name\": \"ws2\" \"site\": 1}\n"
              "      |                ^\n"
              "  to fix it: check what stands before it");
}

TEST_F(TableProblems, CutALongLineAroundThePlace) {
    const std::string said = refusal("t.csv", "name,note,http_port,more\nws1,ABC" + std::string(300, 'x') +
                                                  ",0," + std::string(300, 'y') + "\n");

    EXPECT_NE(said.find("\n    2 | ..." + std::string(39, 'x') + ",0," + std::string(58, 'y') +
                        "...\n      | " + std::string(43, ' ') + "^\n"),
              std::string::npos)
        << said;
}

TEST_F(TableProblems, NeverShowALineOfATableWithPasswords) {
    EXPECT_EQ(refusal("t.csv", "name,ansible_password,http_port\nws1,hunter2,0\n").find("hunter2"),
              std::string::npos);
}

TEST_F(TableProblems, CutLongValues) {
    const std::string said = refusal("t.csv", "name,http_port\nws1," + std::string(100'000, '7') + "\n");

    EXPECT_NE(said.find("\"http_port\" is \"" + std::string(80, '7') + "...\", but must be a port\n"),
              std::string::npos)
        << said.substr(0, 500);
    EXPECT_LT(said.size(), 400U);
}

TEST_F(TableProblems, OfValuesOfYamlAreCutToo) {
    const std::string said =
        refusal("t.yml", "all: {vars: {site: ABC, http_port: " + std::string(100'000, '7') + "}}\n");

    EXPECT_LT(said.size(), 400U) << said.substr(0, 500);
}

TEST_F(TableProblems, OfJsonLinesWithoutANameDoNotHideTheOthers) {
    const std::string said = refusal("t.jsonl",
                                     "{\"site\": \"ABC\"}\n"
                                     "{\"name\": \"ws1\", \"http_port\": 0}\n"
                                     "{\"site\": \"ABC\"}\n");

    EXPECT_NE(said.find("t.jsonl:1:2: error: no column has the names"), std::string::npos) << said;
    EXPECT_NE(said.find("t.jsonl:2:30: error: \"http_port\" is \"0\""), std::string::npos) << said;
    EXPECT_NE(said.find("t.jsonl:3:2: error: no column has the names"), std::string::npos) << said;
}

TEST_F(TableProblems, OfAHeaderOrARowOfCsvDoNotHideTheOthers) {
    const std::string said = refusal("t.csv",
                                     "rechner,http_port\n"
                                     "ws1,0\n"
                                     "ws\"2,80\n"
                                     "ws3\n");

    EXPECT_NE(said.find("t.csv:1:1: error: no column has the names"), std::string::npos) << said;
    EXPECT_NE(said.find("t.csv:2:5: error: \"http_port\" is \"0\""), std::string::npos) << said;
    EXPECT_NE(said.find("t.csv:3:3: error: a quote stands inside a text"), std::string::npos) << said;
    EXPECT_NE(said.find("t.csv:4:1: error: this row has 1 cells"), std::string::npos) << said;
}

TEST_F(TableProblems, ALineOfExcelNamesTheSeparator) {
    for (const std::string first : {"sep=;\r\n", "\"SEP=;\"\n"}) {
        const Host host = load("t.csv", first + "Name;Site;note,a,b,c\nws1;ABC;x\n").inventory.hosts[0];

        EXPECT_EQ(host.vars.at("note,a,b,c").value, "x") << first;
        EXPECT_EQ(host.at.line, 3) << first;
    }
}

TEST_F(TableProblems, OfLineEndsOfOldMacsAreCalledThat) {
    const std::string said = "error: a line ends here with CR alone, as old Macs wrote it\n";

    EXPECT_NE(refusal("t.csv", "name,site\rws1,ABC\r").find("t.csv:1:10: " + said), std::string::npos);
    EXPECT_NE(refusal("long.csv", "name,site\r" + std::string(2'000'000, 'x')).find("long.csv:1:10: " + said),
              std::string::npos);
    EXPECT_NE(refusal("t.jsonl", "{\"name\": \"ws1\"}\r{\"name\": \"ws2\"}\r").find("t.jsonl:1:16: " + said),
              std::string::npos);
}

TEST_F(TableProblems, ALineEndInsideATextIsTheSameOnWindows) {
    const Inventory inventory = load("t.csv", "name,site,note\r\nws1,ABC,\"a\r\nb\"\r\n").inventory;

    EXPECT_EQ(inventory.hosts[0].vars.at("note").value, "a\nb");
}

TEST_F(TableProblems, OfControlCharactersSayThatTheyStandThere) {
    EXPECT_NE(
        refusal("t.csv", "name,note\nws1,a\ab\n").find("a control character stands in the text: \"a\\x07b\""),
        std::string::npos);
    EXPECT_NE(refusal("t.jsonl", "{\"name\": \"ws1\", \"note\": \"a\ab\"}\n")
                  .find("the control character \\x07 stands inside a text"),
              std::string::npos);
    EXPECT_NE(
        refusal("t.jsonl", "{\"name\": \"ws1\", \"note\": \"a\tb\"}\n").find("to fix it: write it as \\t"),
        std::string::npos);
    EXPECT_NE(refusal("t.jsonl", "\x01{\"name\": \"ws1\"}\n").find("the control character \\x01 stands here"),
              std::string::npos);
}

TEST_F(TableProblems, OfHalfACharacterOfUtf16HaveTheirPlace) {
    for (const std::u16string half : {u"\xD83D", u"\xDE00", u"\xD83Dx"}) {
        const std::string said = refusal("t.csv", utf16(u"name,site\nws1,A" + half + u"BC\n"));

        EXPECT_EQ(said.substr(0, said.find(':', 12)), "t.csv:2:6: error") << said;
        EXPECT_NE(said.find("half of a character stands here"), std::string::npos) << said;
    }
    EXPECT_EQ(load("t.csv", utf16(u"name,site,note\nws1,ABC,\xD83D\xDE00\n"))
                  .inventory.hosts[0]
                  .vars.at("note")
                  .value,
              "\xF0\x9F\x98\x80");
}

TEST_F(TableProblems, OfAMappingNameTheNearestHeadersFirst) {
    LoadOptions options;
    options.columns = {{"Nope", "site"}};

    EXPECT_EQ(refusal("t.csv", "Name,site,Note\nws1,ABC,y\n", options),
              "--columns: error: no table has a column \"Nope\"\n"
              "  to fix it: write \"Note\" (known: Note, Name, site)");
}

TEST_F(TableProblems, StandBehindTheWarnings) {
    const std::string said = refusal("t.csv", "name,http_port,ansible_password\nws1,0,x\n");

    EXPECT_LT(said.find("warning:"), said.find("error:")) << said;
}

TEST_F(TableProblems, StandardInputIsNotReadTwice) {
    try {
        load_inventory({"-", sites, "-"}, LoadOptions());
        FAIL() << "nothing was refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "input-twice");
    }
}

}  // namespace
}  // namespace clientpush
