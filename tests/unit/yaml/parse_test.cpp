#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "yaml/document.h"

namespace clientpush::yaml {
namespace {

struct Parsed {
    std::optional<Document> document;
    std::vector<Problem> problems;
};

Parsed parsed(const std::string& source, Vault vault = Vault::refused) {
    Parsed result;
    result.document = parse("f.yml", source, result.problems, vault);
    return result;
}

/// "3:7 what" of each problem.
std::vector<std::string> places(const std::vector<Problem>& problems) {
    std::vector<std::string> texts;
    for (const Problem& p : problems) {
        texts.push_back(std::to_string(p.at.line) + ":" + std::to_string(p.at.column) + " " + p.what);
    }
    return texts;
}

TEST(YamlParse, KeepsValuesAsTextWithTheirPlaces) {
    const Parsed result = parsed("a: 007\nbc:\n  - yes\n  - {d: \"x y\"}\n");

    ASSERT_TRUE(result.document);
    const Node& root = result.document->root;
    ASSERT_EQ(root.entries.size(), 2u);
    EXPECT_EQ(root.find("a")->text, "007");
    EXPECT_EQ(result.document->at(*root.find("a")), (Position{"f.yml", 1, 4}));
    EXPECT_EQ(result.document->at(root.entries[1]), (Position{"f.yml", 2, 1}));
    const Node& list = root.entries[1].value;
    ASSERT_EQ(list.items.size(), 2u);
    EXPECT_EQ(list.items[0].text, "yes");
    EXPECT_FALSE(list.items[0].quoted);
    EXPECT_EQ(list.items[1].find("d")->text, "x y");
    EXPECT_TRUE(list.items[1].find("d")->quoted);
    EXPECT_EQ(result.document->at(*list.items[1].find("d")), (Position{"f.yml", 4, 9}));
}

TEST(YamlParse, KeysThatAreMissingAreNotFound) {
    const Parsed result = parsed("a: 1\n");

    EXPECT_EQ(result.document->root.find("b"), nullptr);
    EXPECT_EQ(result.document->root.find("a")->find("b"), nullptr);
}

TEST(YamlParse, NothingIsNull) {
    for (const char* source : {"", "\n\n", "# only a comment\n", "---\n", "~\n"}) {
        const Parsed result = parsed(source);

        ASSERT_TRUE(result.document) << source;
        EXPECT_EQ(result.document->root.kind, Node::Kind::null) << source;
    }
}

TEST(YamlParse, AMissingValueStandsWhereItsKeyDoes) {
    const Parsed result = parsed("a:\n\nb: 1\n");

    EXPECT_EQ(result.document->at(*result.document->root.find("a")), (Position{"f.yml", 1, 1}));
}

TEST(YamlParse, ByteOrderMarkAndWindowsLineEndsChangeNoPlace) {
    const Parsed result = parsed(
        "\xEF\xBB\xBF"
        "a: 1\r\nb: 2\r\n");

    ASSERT_TRUE(result.document);
    EXPECT_EQ(result.document->at(result.document->root.entries[0]), (Position{"f.yml", 1, 1}));
    EXPECT_EQ(result.document->at(*result.document->root.find("b")), (Position{"f.yml", 2, 4}));
    EXPECT_EQ(result.document->root.find("b")->text, "2");
}

struct Refusal {
    std::string source;
    std::vector<std::string> places;

    friend void PrintTo(const Refusal& c, std::ostream* out) { *out << c.source; }
};

class YamlRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(YamlRefusal, NamesThePlaceAndGivesADocumentOnlyWhenKeysAreMerelyRepeated) {
    const Parsed result = parsed(GetParam().source);

    const bool only_repeated_keys = std::ranges::all_of(GetParam().places, [](const std::string& place) {
        return place.find("stands here twice") != std::string::npos;
    });
    EXPECT_EQ(result.document.has_value(), only_repeated_keys);
    EXPECT_EQ(places(result.problems), GetParam().places);
}

INSTANTIATE_TEST_SUITE_P(
    Policed, YamlRefusal,
    testing::Values(
        Refusal{"a: 1\nb: 2\na: 3\n", {"3:1 the key \"a\" stands here twice, first in line 1"}},
        Refusal{"x: {a: 1, a: 2}\n", {"1:11 the key \"a\" stands here twice, first in line 1"}},
        Refusal{"a: 1\n\"a\": 2\n", {"2:1 the key \"a\" stands here twice, first in line 1"}},
        Refusal{"ü: {é: 1, é: 2}\n", {"1:11 the key \"é\" stands here twice, first in line 1"}},
        Refusal{"a: &x 1\n", {"1:4 anchors (&name) are refused"}},
        Refusal{"a: &x [*x]\n", {"1:4 anchors (&name) are refused", "1:8 aliases (*name) are refused"}},
        Refusal{"a: *x\n", {"1:4 aliases (*name) are refused"}},
        Refusal{"a:\n  <<: {b: 1}\n", {"2:3 merge keys (<<) are refused"}},
        Refusal{"a: !!str 1\n", {"1:4 tags (!name) are refused"}},
        Refusal{"a: ! 1\n", {"1:4 tags (!name) are refused"}},
        Refusal{"a: !x {b: 1}\n", {"1:4 tags (!name) are refused"}},
        Refusal{"a: !x [b]\n", {"1:4 tags (!name) are refused"}},
        Refusal{"a: !vault |\n  x\n", {"1:4 tags (!name) are refused"}},
        Refusal{"? [a]\n: 1\n", {"1:3 a key must be plain text"}},
        Refusal{"{a: 1}: 1\n", {"1:1 a key must be plain text"}},
        Refusal{"~: 1\n", {"1:1 a key must be plain text"}},
        Refusal{"a: 1\n---\nb: 1\n", {"2:1 a second document begins here, but a file holds one"}},
        Refusal{" a: 1\nb: 1\n", {"2:1 this is indented less than the beginning of the file"}},
        Refusal{"%YAML 1.2\n---\na: 1\n", {"1:1 directives (%NAME) are refused"}},
        Refusal{"# x\n%all: 1\n", {"2:1 directives (%NAME) are refused"}},
        Refusal{std::string("a: 1\0\n", 6), {"1:5 this character is not text: \\x00"}},
        Refusal{"ü: \xff\nb: \x1b[2J\n",
                {"1:4 this character is not text: \\xff", "2:4 this character is not text: \\x1b"}},
        Refusal{"a: \"\\e[2J\"\n", {"1:4 control characters are refused: \\x1b[2J"}},
        Refusal{"a: \"b\n", {"1:4 a text in quotes begins here and is never closed"}},
        Refusal{"a: 'it''s\n", {"1:4 a text in quotes begins here and is never closed"}},
        Refusal{"a: 1\nb\n", {"2:1 a \":\" is missing after \"b\""}},
        Refusal{"a: 1\nb c\nd\n",
                {"2:1 a \":\" is missing after \"b\"", "3:1 this does not belong to the mapping above it"}}));

INSTANTIATE_TEST_SUITE_P(
    NotYaml, YamlRefusal,
    testing::Values(Refusal{"a: {b: 1\nc: 2\n", {"2:2 the \"{\" of line 1 is not closed before this place"}},
                    Refusal{"a: [1, 2\n", {"2:1 the \"[\" of line 1 is not closed before this place"}},
                    Refusal{"a: 1}\nb: ]\n", {"2:4 this bracket closes nothing"}},
                    Refusal{"a: b: c\n", {"1:5 a \":\" cannot stand here"}},
                    Refusal{"a:\n\tb: 1\n", {"2:3 a tab in the indentation"}},
                    Refusal{"a: @b\n", {"1:4 a text cannot begin with this character"}},
                    Refusal{"a: - b\n", {"1:4 a list cannot begin here"}},
                    Refusal{"a:\n  - 1\n b: 2\n", {"3:2 this does not belong to the mapping above it"}}));

TEST(YamlParse, TellsEverythingThatItCanBeforeItStops) {
    const Parsed result = parsed("a: 1\na: 2\nb: !x 1\nc: {\n");

    EXPECT_EQ(places(result.problems),
              (std::vector<std::string>{"2:1 the key \"a\" stands here twice, first in line 1",
                                        "3:4 tags (!name) are refused",
                                        "5:1 the \"{\" of line 4 is not closed before this place"}));
}

TEST(YamlParse, NestingIsBounded) {
    const auto nested = [](int depth) { return std::string(static_cast<std::size_t>(depth), '['); };

    EXPECT_TRUE(parsed(nested(100) + std::string(100, ']')).document);
    EXPECT_EQ(places(parsed(nested(101) + std::string(101, ']')).problems),
              std::vector<std::string>{"1:101 nested deeper than 100 levels"});
    EXPECT_EQ(parsed(nested(100'000)).problems.size(), 1u);
}

TEST(YamlParse, AFileOfAliasesEndsEarly) {
    std::string source;
    for (int i = 0; i < 5000; ++i) source += "- *a\n";

    // The parser stops at the first alias that it does not know.
    EXPECT_EQ(parsed(source).problems.size(), 1u);
    EXPECT_EQ(parsed("- &a 1\n" + source).problems.size(), 1000u);
}

TEST(YamlParse, VaultIsLetThroughOnlyWhereAskedFor) {
    const Parsed result = parsed("a: !vault |\n  $ANSIBLE_VAULT\nb: 1\n", Vault::kept);

    ASSERT_TRUE(result.document);
    EXPECT_TRUE(result.document->root.find("a")->vault);
    EXPECT_FALSE(result.document->root.find("b")->vault);
}

TEST(YamlProblem, ShowsTheLineButNeverOneThatMayHoldASecret) {
    const Parsed result = parsed("a: 1\nPassword: x\nmy_token: x\n");

    const Document& document = *result.document;
    EXPECT_EQ(document.problem({"f.yml", 1, 1}, "odd").excerpt, "a: 1");
    EXPECT_EQ(document.problem({"f.yml", 2, 1}, "odd").excerpt, "");
    EXPECT_EQ(document.problem({"f.yml", 3, 1}, "odd").excerpt, "");
    EXPECT_EQ(document.problem({"f.yml", 0, 0}, "odd").excerpt, "");
    EXPECT_EQ(document.problem({"f.yml", 99, 1}, "odd").excerpt, "");
}

TEST(YamlProblem, LeavesOutEndlessLines) {
    const Parsed result = parsed("a: " + std::string(5000, 'x') + "\n");

    EXPECT_EQ(result.document->problem({"f.yml", 1, 1}, "odd").excerpt, "");
}

class YamlFile : public testing::Test {
protected:
    std::vector<std::string> problems_of(const std::string& file, std::size_t limit = 1000) {
        std::vector<Problem> problems;
        EXPECT_FALSE(parse_file(file, problems, limit));
        return places(problems);
    }

    const std::string data_ = std::string(CLIENTPUSH_TEST_DATA) + "/inventory";
};

TEST_F(YamlFile, IsReadAndParsed) {
    std::vector<Problem> problems;

    const auto document = parse_file(data_ + "/no_hosts.yml", problems);

    ASSERT_TRUE(document);
    EXPECT_EQ(document->file, data_ + "/no_hosts.yml");
    EXPECT_NE(document->root.find("sites"), nullptr);
}

TEST_F(YamlFile, ThatCannotBeReadIsAProblemOfItsOwnKind) {
    EXPECT_EQ(problems_of(data_ + "/nowhere.yml"),
              std::vector<std::string>{"0:0 cannot be read: No such file or directory"});
    EXPECT_EQ(problems_of(data_), std::vector<std::string>{"0:0 this is a folder, not a file"});
    EXPECT_EQ(problems_of(data_ + "/fine.yml", 10), std::vector<std::string>{"0:0 larger than 10 bytes"});
}

}  // namespace
}  // namespace clientpush::yaml
