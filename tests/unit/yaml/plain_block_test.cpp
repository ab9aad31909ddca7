// The short way through a plain document gives the tree that the parser gives, or leaves the document to it.

#include "yaml/plain_block.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

#include "yaml/builder.h"

namespace clientpush::yaml {
namespace {

Document document_of(const std::string& source) {
    Document document{"i.yml", source, {}, {0}};
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == '\n') document.line_starts.push_back(i + 1);
    }
    return document;
}

/// Everything that a node holds, with its places.
std::string shown(const Node& node) {
    std::ostringstream out;
    out << static_cast<int>(node.kind) << '@' << node.line << ':' << node.column << (node.quoted ? "q" : "")
        << '<' << node.text << '>';
    for (const Node& item : node.items) out << '[' << shown(item) << ']';
    for (const Node::Entry& entry : node.entries)
        out << '{' << entry.key << '@' << entry.line << ':' << entry.column << '=' << shown(entry.value)
            << '}';
    return out.str();
}

std::string by_the_parser(const Document& document) {
    std::vector<Problem> problems;
    Builder builder(document, problems, Vault::kept);
    std::istringstream in(document.source);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
    EXPECT_TRUE(problems.empty()) << document.source;
    return shown(builder.take_root());
}

class PlainBlock : public testing::TestWithParam<const char*> {};

TEST_P(PlainBlock, HasTheTreeThatTheParserGives) {
    const Document document = document_of(GetParam());

    const auto root = parse_plain_block(document);

    ASSERT_TRUE(root);
    EXPECT_EQ(shown(*root), by_the_parser(document));
}

INSTANTIATE_TEST_SUITE_P(
    Documents, PlainBlock,
    testing::Values("a:", "a: b", "a: b\n", "---\na: b\n", "# c\n\na:\n  b: c\n  # d\n  e:\n    f: g\nh: i\n",
                    "  a: 1\n  b:\n     c: 2\n", "a:\nb:\n  c:\nd: ~\ne: null\nf: NULL\n",
                    "a: two words\nb: C/x:y\nc: http://x/y=z\n", "a: {}\nb: []\nc:\n  d: {}\n",
                    "'a b': 'it is'\n\"c\": \"d # e: f\"\ng: ''\nh: \"\"\n",
                    "a: -7\nb: 1.5\nc: 007\nd: yes\n", "a:    b\nc:     'd'\n",
                    "a:\n  b: 1\n\n  c: 2\n\n\nd: 3", "a: 2026-11-01T09:00:00Z\n", "a: 12:30:45\nb: x:y\n",
                    "a: 'C:\\dir\\x'\n", "'a: b': c\n", "a: b,c=d@e%f+g\n",
                    "a:\n b:\n  c:\n   d: e\n b2: f\n", "1: a\n2.5: b\nyes: c\n", "a: {b: c}\n",
                    "a: {b: , c: d, e: }\n", "a: [1, two words , 'q', \"r\"]\nb: {c: [d, {e: f}], g: {}}\n",
                    "a: { b: [ ] , c: -1 }\n"));

class NotPlainBlock : public testing::TestWithParam<const char*> {};

TEST_P(NotPlainBlock, IsLeftToTheParser) {
    EXPECT_FALSE(parse_plain_block(document_of(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(
    Documents, NotPlainBlock,
    testing::Values("a: {b: c", "a: {b}\n", "a: {b: c}}\n", "a: {b: 1, b: 2}\n", "a: [~]\n", "a: {b: c,}\n",
                    "a: {b: c\n  }\n", "a: {b:c}\n", "a: [b: c]\n", "a: {b: *c}\n", "a: {b: c} d\n", "",
                    "# only a comment\n", "a", "a: b\n  c\n", "a: b\n  c: d\n", "a:\n    b: c\n  d: e\n",
                    "a: 1\na: 2\n", "a: &x b\n", "a: *x\n", "a: !t b\n", "a: |\n  b\n", "a: >\n  b\n",
                    "- a\n", "a: b # c\n", "a: b: c\n", "a: b:\n", "a:b\n", "a: \"\\n\"\n", "a: 'it''s'\n",
                    "a: 'b\n  c'\n", "a: \"b\"c\n", "a: b\n---\nc: d\n", "a: b\n...\n", "~: a\n", "null: a\n",
                    "? a\n: b\n", "<<: a\n", "a:\tb\n", "\ta: b\n", "a: b\r\n", "a: b \n", "a: \n",
                    "a: gr\xc3\xbc\xc3\x9f\n", "a: -\n", "a: - b\n", "a:\n  b: c\n d: e\n", "  a: b\nc: d\n",
                    "%YAML 1.1\n---\na: b\n"));

}  // namespace
}  // namespace clientpush::yaml
