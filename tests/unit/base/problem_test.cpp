#include "base/problem.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace clientpush {
namespace {

Problem at(int line, int column, const std::string& what, const std::string& excerpt = "") {
    return {{"lab.yml", line, column}, what, "", excerpt};
}

TEST(Position, IsFileLineAndColumnAsFarAsTheyAreKnown) {
    EXPECT_EQ(to_text(Position{"lab.yml", 12, 5}), "lab.yml:12:5");
    EXPECT_EQ(to_text(Position{"lab.yml", 12, 0}), "lab.yml:12");
    EXPECT_EQ(to_text(Position{"lab.yml", 0, 0}), "lab.yml");
}

TEST(Problem, ShowsTheLineACaretAndTheCure) {
    Problem problem = at(12, 11, "unknown site \"ABX\"", "    site: ABX");
    problem.cure = "use one of the sites of this inventory: ABC, XYZ";

    const std::string text = describe({problem});

    EXPECT_EQ(text,
              "lab.yml:12:11: error: unknown site \"ABX\"\n"
              "   12 |     site: ABX\n"
              "      |           ^\n"
              "  to fix it: use one of the sites of this inventory: ABC, XYZ");
}

TEST(Problem, WithoutLineAndCureIsOneLine) {
    EXPECT_EQ(describe({Problem{{"lab.yml", 0, 0}, "no such file", "", ""}}), "lab.yml: error: no such file");
}

TEST(Problem, SaysWhenItIsOnlyAWarning) {
    Problem problem = at(1, 1, "odd");
    problem.severity = Problem::Severity::warning;

    EXPECT_EQ(describe({problem}), "lab.yml:1:1: warning: odd");
}

TEST(Problem, CaretStandsBelowItsCharacterWhateverItsBytes) {
    const std::string text = describe({at(1, 6, "odd", "grüß: x")});

    EXPECT_EQ(text,
              "lab.yml:1:6: error: odd\n"
              "    1 | grüß: x\n"
              "      |      ^");
}

TEST(Problem, TabsAndControlCharactersOfTheFileNeverReachTheTerminal) {
    const std::string text = describe({at(1, 4, "odd \x1b[2J", "\ta\x1b[2J")});

    EXPECT_EQ(text,
              "lab.yml:1:4: error: odd \\x1b[2J\n"
              "    1 |  a\\x1b[2J\n"
              "      |       ^");
}

TEST(Problem, CaretStandsBehindTheEndOfAShortLine) {
    EXPECT_EQ(describe({at(1, 9, "odd", "ab")}), "lab.yml:1:9: error: odd\n    1 | ab\n      |   ^");
}

TEST(Problems, AreSortedByPlaceAndKeepTheirOrderThere) {
    const Problem other_file{{"a.yml", 9, 9}, "in a", "", ""};

    const std::string text =
        describe({at(2, 1, "c"), at(1, 7, "b"), at(1, 2, "a"), at(2, 1, "d"), other_file});

    EXPECT_EQ(text,
              "a.yml:9:9: error: in a\n"
              "lab.yml:1:2: error: a\n"
              "lab.yml:1:7: error: b\n"
              "lab.yml:2:1: error: c\n"
              "lab.yml:2:1: error: d");
}

TEST(InvalidInput, SaysEveryProblemAndIsAMistakeOfUse) {
    const InvalidInput error({at(2, 1, "second"), at(1, 1, "first")});

    EXPECT_STREQ(error.what(), "lab.yml:1:1: error: first\nlab.yml:2:1: error: second");
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_EQ(error.reason(), "invalid-input");
    ASSERT_EQ(error.problems().size(), 2u);
    EXPECT_EQ(error.problems().front().what, "first");
}

TEST(ThrowIfWrong, LetsWarningsPass) {
    Problem warning = at(1, 1, "odd");
    warning.severity = Problem::Severity::warning;

    EXPECT_NO_THROW(throw_if_wrong({}));
    EXPECT_NO_THROW(throw_if_wrong({warning}));
}

TEST(ThrowIfWrong, TellsTheWarningsBesideAnError) {
    Problem warning = at(1, 1, "odd");
    warning.severity = Problem::Severity::warning;

    const Error error = error_of([&] { throw_if_wrong({warning, at(2, 1, "wrong")}); });

    EXPECT_STREQ(error.what(), "lab.yml:1:1: warning: odd\nlab.yml:2:1: error: wrong");
}

}  // namespace
}  // namespace clientpush
