#include <gtest/gtest.h>

#include "yaml/document.h"

namespace clientpush::yaml {
namespace {

Node plain(const std::string& text) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = text;
    return node;
}

Node quoted(const std::string& text) {
    Node node = plain(text);
    node.quoted = true;
    return node;
}

TEST(YamlInteger, IsADecimalNumberWithoutQuotes) {
    EXPECT_EQ(as_integer(plain("80")), 80);
    EXPECT_EQ(as_integer(plain("-7")), -7);
    EXPECT_EQ(as_integer(plain("0")), 0);
    EXPECT_EQ(as_integer(plain("9223372036854775807")), 9223372036854775807);
}

TEST(YamlInteger, IsNothingThatReadersOfYamlDisagreeOn) {
    for (const char* text : {"", "-", "010", "0x50", "1_000", "80 ", "8o", "1.0", "9223372036854775808"}) {
        EXPECT_FALSE(as_integer(plain(text))) << text;
    }
    EXPECT_FALSE(as_integer(quoted("80")));
    EXPECT_FALSE(as_integer(Node{}));
}

TEST(YamlTruth, IsAWordOfYamlInAnyCase) {
    for (const char* text : {"true", "True", "yes", "ON"}) EXPECT_EQ(as_truth(plain(text)), true) << text;
    for (const char* text : {"false", "NO", "off"}) EXPECT_EQ(as_truth(plain(text)), false) << text;
    for (const char* text : {"", "1", "y", "ja"}) EXPECT_FALSE(as_truth(plain(text))) << text;
    EXPECT_FALSE(as_truth(quoted("yes")));
}

TEST(YamlDistance, CountsLettersChangedAddedRemovedAndSwapped) {
    EXPECT_EQ(distance("location", "location"), 0u);
    EXPECT_EQ(distance("locaton", "location"), 1u);
    EXPECT_EQ(distance("plattform", "platform"), 1u);
    EXPECT_EQ(distance("stie", "site"), 1u);
    EXPECT_EQ(distance("Windows", "windows"), 0u);
    EXPECT_EQ(distance("", "abc"), 3u);
    EXPECT_EQ(distance("kitten", "sitting"), 3u);
}

TEST(YamlNearest, IsTheWordThatWasMeant) {
    const std::vector<std::string> known{"windows", "linux", "macos"};

    EXPECT_EQ(nearest("wndows", known), "windows");
    EXPECT_EQ(nearest("LINUX", known), "linux");
    EXPECT_EQ(nearest("solaris", known), "");
    EXPECT_EQ(nearest("", known), "");
    EXPECT_EQ(nearest("x", {"y"}), "");
    EXPECT_EQ(nearest("abx", {"abc", "xyz"}), "abc");
    EXPECT_EQ(nearest(std::string(10'000, 'a'), known), "");
}

TEST(YamlJson, KeepsTheShapeAndTheMeaningOfQuotes) {
    std::vector<Problem> problems;
    const auto document = parse(
        "f.yml", "a: [1, \"1\", 01, yes, \"no\", ~, 1.5]\nb: {\"c\\\"\\\\\": \"x\\ny\\tz\"}\nd: []\ne: {}\n",
        problems);

    EXPECT_EQ(to_json(document->root),
              R"({"a":[1,"1","01",true,"no",null,1.5],"b":{"c\"\\":"x\ny\u0009z"},"d":[],"e":{}})");
}

TEST(YamlJson, AnEncryptedValueStaysMarkedAsOne) {
    Node node = plain("$ANSIBLE_VAULT");
    node.vault = true;

    EXPECT_EQ(to_json(node), R"({"__ansible_vault":"$ANSIBLE_VAULT"})");
}

}  // namespace
}  // namespace clientpush::yaml
