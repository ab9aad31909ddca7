// Entries that a sink takes are those that the tree would hold, whichever way the document is read.

#include "yaml/entry_sink.h"

#include <gtest/gtest.h>

#include <sstream>

#include "yaml/plain_block.h"

namespace clientpush::yaml {
namespace {

/// Everything that a node holds, with its places.
std::string shown(const Node& node) {
    std::ostringstream out;
    out << static_cast<int>(node.kind) << '@' << node.line << ':' << node.column << '<' << node.text << '>';
    for (const Node& item : node.items) out << '[' << shown(item) << ']';
    for (const Node::Entry& entry : node.entries)
        out << '{' << entry.key << '@' << entry.line << ':' << entry.column << '=' << shown(entry.value)
            << '}';
    return out.str();
}

std::string shown(const Node& mapping, const Node::Entry& entry) {
    Node alone = mapping;
    alone.entries = {entry};
    return shown(alone);
}

/// Takes the entries of every mapping that one key "many" leads to, last.
class Sink : public EntrySink {
public:
    void begin() override {
        ++begins;
        taken.clear();
    }

    bool wants(const std::vector<std::string_view>& keys) override {
        asked.emplace_back();
        for (const std::string_view key : keys) asked.back() += "/" + std::string(key);
        return !keys.empty() && keys.back() == "many";
    }

    void take(const Node& mapping, Node::Entry entry) override {
        EXPECT_TRUE(mapping.entries.empty());
        taken.push_back(shown(mapping, entry));
    }

    int begins = 0;
    std::vector<std::string> asked;
    std::vector<std::string> taken;
};

/// What a sink would take out of the tree, which is left as it would be then.
void take_out(Node& node, bool wanted, std::vector<std::string>& taken) {
    for (Node::Entry& entry : node.entries) {
        if (wanted) {
            Node bare = node;
            bare.entries.clear();
            taken.push_back(shown(bare, entry));
        } else {
            take_out(entry.value, entry.key == "many", taken);
        }
    }
    if (wanted) node.entries.clear();
}

// The parser reads what does not begin with a letter or a space.
const std::string for_the_parser = "\"\\x61\": b\n";

class EntrySinks : public testing::TestWithParam<const char*> {};

TEST_P(EntrySinks, GetWhatTheTreeWouldHold) {
    for (const std::string& begin : {std::string("plain: b\n"), for_the_parser}) {
        std::vector<Problem> problems;
        auto whole = parse("i.yml", begin + GetParam(), problems);
        ASSERT_TRUE(whole && problems.empty());
        std::vector<std::string> expected;
        take_out(whole->root, false, expected);
        Sink sink;

        const auto document = parse("i.yml", begin + GetParam(), problems, Vault::refused, &sink);

        ASSERT_TRUE(document && problems.empty());
        EXPECT_EQ(shown(document->root), shown(whole->root));
        EXPECT_EQ(sink.taken, expected);
        EXPECT_EQ(sink.begins, begin == for_the_parser ? 2 : 1);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Documents, EntrySinks,
    testing::Values("many:\n  a: 1\n  b:\n    c: 2\n    d: [e, {f: g}]\n  h:\n", "many:\n",
                    "many:\n  a:\nb: 1\n",
                    "x:\n  many:\n    a:\n      many:\n        b: 1\n    c: 'd'\n  z: 1\nmany:\n  e: f\n",
                    "x: [{many: }]\n"));

TEST(EntrySink, IsAskedOfMappingsOnlyAndNotOfWhatItTakes) {
    for (const std::string& begin : {std::string(), for_the_parser}) {
        Sink sink;
        std::vector<Problem> problems;

        parse("i.yml", begin + "x:\n  many:\n    a:\n      b: 1\ny:\n  c: 1\n", problems, Vault::refused,
              &sink);

        const std::vector<std::string> once{"", "/x", "/x/many", "/y"};
        EXPECT_EQ((std::vector<std::string>(sink.asked.end() - 4, sink.asked.end())), once);
    }
}

TEST(EntrySink, IsNotAskedOfMappingsInListsAndInKeys) {
    Sink sink;
    std::vector<Problem> problems;

    parse("i.yml", "x: [{many: {a: 1}}]\n? {many: {a: 1}}\n: b\n", problems, Vault::refused, &sink);

    EXPECT_EQ(sink.asked, (std::vector<std::string>{"", ""}));  // of the root, once for each way
    EXPECT_TRUE(sink.taken.empty());
}

TEST(EntrySink, BeginsAgainWhenThePlainWayGivesUp) {
    const std::string source = "many:\n  a: 1\n  b: 2\n  c: \"\\x64\"\n";
    Document plain{"i.yml", source, {}, {0}};
    Sink sink;

    EXPECT_FALSE(parse_plain_block(plain, &sink));
    EXPECT_EQ(sink.taken.size(), 2U);
    std::vector<Problem> problems;
    parse("i.yml", source, problems, Vault::refused, &sink);

    EXPECT_EQ(sink.begins, 3);
    EXPECT_EQ(sink.taken.size(), 3U);
}

TEST(EntrySink, GetsBothOfAKeyThatStandsTwiceAndTheDocumentTellsIt) {
    Sink sink;
    std::vector<Problem> problems;

    const auto document = parse("i.yml", "many:\n  a: 1\n  b: 2\n  a: 3\n", problems, Vault::refused, &sink);

    EXPECT_TRUE(document);
    EXPECT_EQ(sink.taken.size(), 3U);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].what, "the key \"a\" stands here twice, first in line 2");
    EXPECT_EQ(problems[0].at, (Position{"i.yml", 4, 3}));
}

TEST(EntrySink, WhatItTookBeforeAnErrorIsOfNoDocument) {
    for (const char* rest : {"  c: *x\n", "  c: \"\n", "  c: 1\n d: 2\n", "---\n"}) {
        Sink sink;
        std::vector<Problem> problems;

        EXPECT_FALSE(
            parse("i.yml", std::string("many:\n  a: 1\n  b: 2\n") + rest, problems, Vault::refused, &sink));

        EXPECT_GE(sink.taken.size(), 2U) << rest;
        EXPECT_EQ(problems.size(), 1U) << rest;
    }
}

}  // namespace
}  // namespace clientpush::yaml
