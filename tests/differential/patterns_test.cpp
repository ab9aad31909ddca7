// Where a pattern means something else to us than to Ansible, on purpose.

#include <gtest/gtest.h>

#include "differential/listing.h"
#include "differential/skip.h"
#include "support/files.h"

namespace clientpush {
namespace {

struct PatternDifference {
    std::string name;
    std::string pattern;
    std::string ansible_chooses;
    std::string we_choose;
};

void PrintTo(const PatternDifference& difference, std::ostream* out) {
    *out << difference.name;
}

constexpr const char* inventory = R"(
web: {hosts: {h2: , h1: , both: }}
web-old: {hosts: {h1: , h3: }}
both: {hosts: {h4: }}
racks: {hosts: {'rack[1:3]': }}
)";

const std::vector<PatternDifference> differences_of_patterns{
    {"AUnionWithAnUnknownName", "h1,nobody", "h1", "refused: \"nobody\" is neither a host nor a group"},
    {"AUnionWithAGlobThatMatchesNothing", "h1,x*", "h1", "refused: \"x*\" matches no host"},
    {"AnExclusionOfAnUnknownName", "web,!nobody", "h2 h1 both",
     "refused: \"nobody\" is neither a host nor a group"},
    {"NobodyLeft", "h1,!h1", "", "refused: \"h1,!h1\" matches no host"},
    {"AnEmptyElement", "h1,,h3", "h1 h3", "refused: the pattern \"h1,,h3\" has an empty element"},
    {"ACommaAtTheEnd", "h1,", "h1", "refused: the pattern \"h1,\" has an empty element"},
    {"AColonWithinAUnion", "h1:h2,h3", "h3", "h2 h1 h3"},
    {"LocalhostThatIsNotInTheInventory", "localhost", "localhost",
     "refused: \"localhost\" is neither a host nor a group"},
    {"AHostAndAGroupOfOneName", "both", "both", "both h4"},
    {"DigitsInBrackets", "rack[1-2]", "", "rack1 rack2"},
    {"ASliceThatEndsBeforeItBegins", "racks[1:0]", "rack2", "refused: \"racks[1:0]\" matches no host"},
    {"ASlicePastTheEnd", "h1,racks[7:9]", "h1", "refused: \"racks[7:9]\" matches no host"},
    {"ASliceOfAGlobCountsEachHostOnce", "web*[0:3]", "h2 h1 both", "h2 h1 both h3"},
    {"AnExpressionThatIsNone", "~(", "refused: Invalid host list pattern: ~(",
     "refused: \"(\" is no regular expression, or one that takes too long"},
};

class DeliberatePattern : public testing::TestWithParam<PatternDifference> {};

TEST_P(DeliberatePattern, ChoosesAsWritten) {
    CLIENTPUSH_NEEDS_ANSIBLE();
    const PatternDifference& difference = GetParam();
    const TempDir folder;
    const Question question{{write_text(folder / "i.yml", inventory)}, {difference.pattern}, {}};

    const nlohmann::json ansible = Ansible::shared().ask(question);
    const Ours ours = read_ours(question);

    EXPECT_EQ(chosen(ansible.at("patterns").at(0)), difference.ansible_chooses);
    EXPECT_EQ(chosen(ours, difference.pattern), difference.we_choose);
}

INSTANTIATE_TEST_SUITE_P(Of, DeliberatePattern, testing::ValuesIn(differences_of_patterns),
                         [](const auto& one) { return one.param.name; });

/// In Ansible a line of the file may be a pattern, and a name that nobody has is passed over.
TEST(DeliberateLimit, NamesOneKnownHostOrGroupInEachLine) {
    CLIENTPUSH_NEEDS_ANSIBLE();
    const TempDir folder;
    const std::string file = write_text(folder / "hosts", "h1\nnobody\nrack*\n");
    const Question question{{write_text(folder / "i.yml", inventory)}, {}, {"@" + file}};

    const nlohmann::json ansible = Ansible::shared().ask(question);
    const Ours ours = read_ours(question);

    EXPECT_EQ(chosen(ansible.at("limits").at(0)), "h1 rack1 rack2 rack3");
    EXPECT_EQ(chosen(ours, "@" + file), "refused: " + file + ":2: \"nobody\" is neither a host nor a group");
}

}  // namespace
}  // namespace clientpush
