#include "report/text_writer.h"

#include <gtest/gtest.h>

#include "unit/report/samples.h"

namespace clientpush {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrap, BreaksAtBlanksAndAfterCommas) {
    EXPECT_EQ(wrap("one two three", 8), (Lines{"one two", "three"}));
    EXPECT_EQ(wrap("ws01,ws02,ws03", 10), (Lines{"ws01,ws02,", "ws03"}));
    EXPECT_EQ(wrap("short", 5), Lines{"short"});
    EXPECT_EQ(wrap("", 5), Lines{""});
}

TEST(Wrap, BreaksInsideBracketsOnlyWhenThereIsNoOtherPlace) {
    EXPECT_EQ(wrap("db,ws[1,3,5],x", 12), (Lines{"db,", "ws[1,3,5],x"}));
    EXPECT_EQ(wrap("ws[1,3,5,7]", 8), (Lines{"ws[1,3,", "5,7]"}));
}

TEST(Wrap, BreaksAWordThatIsWiderThanTheLine) {
    EXPECT_EQ(wrap("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
}

TEST(Wrap, KeepsCharactersWhole) {
    EXPECT_EQ(wrap("äöüß", 2), (Lines{"äö", "üß"}));
    EXPECT_EQ(columns("äöüß"), 4);
}

TEST(Wrap, KeepsTheLinesOfTheText) {
    EXPECT_EQ(wrap("one\n\ntwo", 10), (Lines{"one", "", "two"}));
}

TEST(TextWriter, KeepsTheTextBesideItsHeadInItsOwnColumn) {
    const std::string page = written([](std::ostream& out) {
        TextWriter text(out, Style{.width = 40});
        text.beside("  1  rule  ", "alpha beta gamma delta epsilon zeta");
    });

    EXPECT_EQ(page, "  1  rule  alpha beta gamma delta\n           epsilon zeta\n");
}

TEST(TextWriter, PutsTheTextBelowAHeadThatLeavesNoRoom) {
    const std::string page = written([](std::ostream& out) {
        TextWriter text(out, Style{.width = 40});
        text.beside("  12 some-rule-with-a-long-name  ", "ws01");
    });

    EXPECT_EQ(page, "  12 some-rule-with-a-long-name\n      ws01\n");
}

TEST(TextWriter, ColoursOnlyWhenItMay) {
    const auto page = [](bool colour) {
        return written([&](std::ostream& out) {
            TextWriter(out, Style{.colour = colour}).paragraph(0, "lost", Colour::red);
        });
    };

    EXPECT_EQ(page(true), "\x1b[31mlost\x1b[0m\n");
    EXPECT_EQ(page(false), "lost\n");
}

TEST(Wrap, TakesALineOfMillionsOfNames) {
    std::string names = "ws1";
    while (names.size() < 4'000'000) names += ",ws1";

    EXPECT_EQ(wrap(names, 80).size(), (names.size() + 79) / 80);
}

}  // namespace
}  // namespace clientpush
