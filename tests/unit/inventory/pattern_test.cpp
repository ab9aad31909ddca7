#include "inventory/pattern.h"

#include <gtest/gtest.h>

#include "inventory/matcher.h"
#include "support/errors.h"
#include "unit/inventory/builders.h"

namespace clientpush {
namespace {

Inventory fleet() {
    return inventory_of(R"(
all: {vars: {site: ABC}, hosts: {"fe80::1": , lone: }}
web: {hosts: {"web[1:4]": }}
db: {hosts: {db1: , db2: , web4: }}
zone: {children: {web: , db: }}
empty:
)");
}

struct PatternCase {
    std::string pattern;
    std::vector<std::string> names;

    friend void PrintTo(const PatternCase& c, std::ostream* out) { *out << c.pattern; }
};

class Pattern : public testing::TestWithParam<PatternCase> {};

TEST_P(Pattern, MeansTheseHosts) {
    const Inventory inventory = fleet();

    const std::vector<std::size_t> selected = select(inventory, GetParam().pattern);

    EXPECT_EQ(names_of(inventory, selected), GetParam().names);
}

using Names = std::vector<std::string>;
const Names everyone{"fe80::1", "lone", "web1", "web2", "web3", "web4", "db1", "db2"};

INSTANTIATE_TEST_SUITE_P(Table, Pattern,
                         testing::Values(PatternCase{"all", everyone}, PatternCase{"*", everyone},    //
                                         PatternCase{"web1", {"web1"}},                               //
                                         PatternCase{"web", {"web1", "web2", "web3", "web4"}},        //
                                         PatternCase{"ungrouped", {"fe80::1", "lone"}},               //
                                         PatternCase{"db1,web1", {"web1", "db1"}},                    //
                                         PatternCase{"db1:web1", {"web1", "db1"}},                    //
                                         PatternCase{" db1 , web1 ", {"web1", "db1"}},                //
                                         PatternCase{"web:&db", {"web4"}},                            //
                                         PatternCase{"web,&db", {"web4"}},                            //
                                         PatternCase{"&db:web", {"web4"}},                            //
                                         PatternCase{"zone:!web", {"db1", "db2"}},                    //
                                         PatternCase{"!web:zone", {"db1", "db2"}},                    //
                                         PatternCase{"zone:&web:!web4", {"web1", "web2", "web3"}},    //
                                         PatternCase{"!zone", {"fe80::1", "lone"}},                   //
                                         PatternCase{"&db", {"web4", "db1", "db2"}},                  //
                                         PatternCase{"!nothing*,db1", {"db1"}},                       //
                                         PatternCase{"web,empty", {"web1", "web2", "web3", "web4"}},  //
                                         PatternCase{"*1", {"fe80::1", "web1", "db1"}},               //
                                         PatternCase{"web?", {"web1", "web2", "web3", "web4"}},       //
                                         PatternCase{"we[ab][23]", {"web2", "web3"}},                 //
                                         PatternCase{"?b[1-2]", {"db1", "db2"}},                      //
                                         PatternCase{"web[!1-3]", {"web4"}},                          //
                                         PatternCase{"d*", {"web4", "db1", "db2"}},                   //
                                         PatternCase{"~web[12]", {"web1", "web2"}},                   //
                                         PatternCase{"~(web|db)1", {"web1", "db1"}},                  //
                                         PatternCase{"~web[1-9]{1,2},db1",
                                                     {"web1", "web2", "web3", "web4", "db1"}},
                                         PatternCase{"~(?:web|db)2$:!db2", {"web2"}},             //
                                         PatternCase{"web[0]", {"web1"}},                         //
                                         PatternCase{"web[-1]", {"web4"}},                        //
                                         PatternCase{"web[0:2]", {"web1", "web2", "web3"}},       //
                                         PatternCase{"web[1:]", {"web2", "web3", "web4"}},        //
                                         PatternCase{"web[:1]", {"web1", "web2"}},                //
                                         PatternCase{"web[2:99]", {"web3", "web4"}},              //
                                         PatternCase{"web[0:1]:db[0]", {"web1", "web2", "db1"}},  //
                                         PatternCase{"w*[0]", {"web1"}},                          //
                                         PatternCase{"fe80::1", {"fe80::1"}},                     //
                                         PatternCase{"all,!fe80::1,!zone", {"lone"}}));

struct PatternRefusal {
    std::string pattern;
    std::string reason;
    std::string what;

    friend void PrintTo(const PatternRefusal& c, std::ostream* out) { *out << c.pattern; }
};

class WrongPattern : public testing::TestWithParam<PatternRefusal> {};

TEST_P(WrongPattern, IsRefusedWithACure) {
    const Inventory inventory = fleet();

    const Error error = error_of([&] { select(inventory, GetParam().pattern); });

    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_EQ(error.reason(), GetParam().reason);
    EXPECT_EQ(error.what(), GetParam().what);
    EXPECT_NE(error.cure(), "");
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongPattern,
    testing::Values(
        PatternRefusal{"wbe1", "pattern-unknown", "\"wbe1\" is neither a host nor a group"},
        PatternRefusal{"web,nobody", "pattern-unknown", "\"nobody\" is neither a host nor a group"},
        PatternRefusal{"web:!nobody", "pattern-unknown", "\"nobody\" is neither a host nor a group"},
        PatternRefusal{"nobody[0]", "pattern-unknown", "\"nobody\" is neither a host nor a group"},
        PatternRefusal{"", "pattern-empty", "\"\" matches no host"},
        PatternRefusal{"x*", "pattern-empty", "\"x*\" matches no host"},
        PatternRefusal{"web,x*", "pattern-empty", "\"x*\" matches no host"},
        PatternRefusal{"empty", "pattern-empty", "\"empty\" matches no host"},
        PatternRefusal{"web:!web", "pattern-empty", "\"web:!web\" matches no host"},
        PatternRefusal{"web[4]", "pattern-empty", "\"web[4]\" matches no host"},
        PatternRefusal{"web[-5]", "pattern-empty", "\"web[-5]\" matches no host"},
        PatternRefusal{"~x.*", "pattern-empty", "\"~x.*\" matches no host"},
        PatternRefusal{"web:!", "pattern-syntax", "a \"&\" or \"!\" stands alone in the pattern"},
        PatternRefusal{"~", "pattern-syntax", "the expression after \"~\" is empty"},
        PatternRefusal{"~" + std::string(201, 'a'), "pattern-syntax",
                       "the expression after \"~\" is too long"},
        PatternRefusal{"~web[", "pattern-syntax",
                       "\"web[\" is no regular expression, or one that takes too long"},
        PatternRefusal{"@nowhere.txt", "pattern-syntax", "\"nowhere.txt\" cannot be read"}));

TEST(RegularExpression, ThatWouldTakeForAgesIsGivenUp) {
    const Inventory inventory =
        inventory_of("clients: {vars: {site: ABC}, hosts: {" + std::string(200, 'a') + ": }}");

    const Error error = error_of([&] { select(inventory, "~(a+|a)+(a+|a)+(a+|a)+b"); });

    EXPECT_EQ(error.reason(), "pattern-syntax");
}

TEST(UnknownName, IsAnsweredWithTheNearestThatIsThere) {
    const Inventory inventory = fleet();

    EXPECT_EQ(error_of([&] { select(inventory, "wbe1"); }).cure(), "did you mean \"web1\"?");
}

TEST(PatternFile, HasAHostOrGroupInEachLine) {
    const Inventory inventory = fleet();

    EXPECT_EQ(names_of(inventory, select(inventory, "@" + data_file("../pattern/hosts.list"))),
              (Names{"web2", "db1"}));
    EXPECT_EQ(names_of(inventory, select(inventory, "zone:!@" + data_file("../pattern/hosts.list"))),
              (Names{"web1", "web3", "web4", "db2"}));
}

TEST(PatternFile, WithAnUnknownNameSaysTheLine) {
    const Inventory inventory = fleet();
    const std::string file = data_file("../pattern/unknown.list");

    const Error error = error_of([&] { select(inventory, "@" + file); });

    EXPECT_EQ(error.reason(), "pattern-unknown");
    EXPECT_EQ(error.what(), file + ":3: \"web9\" is neither a host nor a group");
}

TEST(SeveralPatterns, MeanWhatIsInAllOfThem) {
    const Inventory inventory = fleet();

    EXPECT_EQ(names_of(inventory, select(inventory, Names{"web", "db"})), Names{"web4"});
    EXPECT_EQ(names_of(inventory, select(inventory, Names{})), everyone);
    EXPECT_EQ(error_of([&] {
                  select(inventory, Names{"web1", "web2"});
              }).what(),
              std::string("\"web1 and web2\" matches no host"));
}

TEST(Glob, MatchesWholeNames) {
    EXPECT_TRUE(matches_glob("*", "anything"));
    EXPECT_TRUE(matches_glob("a*b*c", "a-b-b-c"));
    EXPECT_TRUE(matches_glob("*[0-9]", "ws7"));
    EXPECT_TRUE(matches_glob("a[]]b", "a]b"));
    EXPECT_TRUE(matches_glob("a[b", "a[b"));
    EXPECT_TRUE(matches_glob("**", ""));
    EXPECT_FALSE(matches_glob("a", "ab"));
    EXPECT_FALSE(matches_glob("?", ""));
    EXPECT_FALSE(matches_glob("a*b", "a-c"));
    EXPECT_FALSE(matches_glob("[!a]", "a"));
}

TEST(Glob, OfManyStarsTakesNoAges) {
    std::string glob;
    for (int i = 0; i < 100; ++i) glob += "*a";

    EXPECT_FALSE(matches_glob(glob + "b", std::string(253, 'a')));
}

}  // namespace
}  // namespace clientpush
