#include "base/untrusted.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

using namespace std::string_literals;

TEST(Printable, OrdinaryTextStaysAsItIs) {
    for (const std::string text :
         {"", "disk full", "C:\\ccm\\logs", "Grüße", "日本", "😀", "e\u0301", "\u00A0", "~"}) {
        EXPECT_EQ(printable(text), text);
        EXPECT_EQ(printable(text, true), text);
    }
}

TEST(Printable, ControlCharactersAreShown) {
    EXPECT_EQ(printable("\x1b[31mred\x1b[0m"), "\\x1b[31mred\\x1b[0m");
    EXPECT_EQ(printable("a\rb"), "a\\x0db");
    EXPECT_EQ(printable("bell\a"), "bell\\x07");
    EXPECT_EQ(printable("nul\0end"s), "nul\\x00end");
    EXPECT_EQ(printable("\x1f \x7e\x7f"), "\\x1f ~\\x7f");
}

TEST(Printable, NewlineAndTabAreKeptOnlyAmongLines) {
    EXPECT_EQ(printable("a\n\tb"), "a\\x0a\\x09b");
    EXPECT_EQ(printable("a\n\tb", true), "a\n\tb");
    EXPECT_EQ(printable("a\r\n", true), "a\\x0d\n");
}

TEST(Printable, C1ControlsAreShownAsCodePoints) {
    EXPECT_EQ(printable("\u0080\u0085\u009b\u009f"), "\\u{0080}\\u{0085}\\u{009b}\\u{009f}");
    EXPECT_EQ(printable("\u009b", true), "\\u{009b}");
}

TEST(Printable, MarksThatTurnTheDirectionAreShown) {
    EXPECT_EQ(printable("exe.\u202Egnp"), "exe.\\u{202e}gnp");
    EXPECT_EQ(printable("\u061c\u200e\u200f"), "\\u{061c}\\u{200e}\\u{200f}");
    EXPECT_EQ(printable("\u202a\u202e\u2066\u2069"), "\\u{202a}\\u{202e}\\u{2066}\\u{2069}");
}

TEST(Printable, NeighboursOfThoseMarksAreOrdinary) {
    for (const std::string text : {"\u061b", "\u061d", "\u2010", "\u202f", "\u206a"}) {
        EXPECT_EQ(printable(text), text);
    }
}

TEST(Printable, InvalidUtf8IsShownByteByByte) {
    EXPECT_EQ(printable("\xff"), "\\xff");
    EXPECT_EQ(printable("\x80"), "\\x80");
    EXPECT_EQ(printable("a\xc3"), "a\\xc3");
    EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");
    EXPECT_EQ(printable("\xe2\x28\xa1"), "\\xe2(\\xa1");
    EXPECT_EQ(printable("\xc3\n", true), "\\xc3\n");
    EXPECT_EQ(printable("\xfc\x80\x80\x80\x80\x80"), "\\xfc\\x80\\x80\\x80\\x80\\x80");
}

TEST(Printable, LongFormsSurrogatesAndWhatLiesPastUnicodeAreInvalid) {
    EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");
    EXPECT_EQ(printable("\xc1\x9b"), "\\xc1\\x9b");
    EXPECT_EQ(printable("\xe0\x80\x9b"), "\\xe0\\x80\\x9b");
    EXPECT_EQ(printable("\xf0\x80\x80\x9b"), "\\xf0\\x80\\x80\\x9b");
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
    EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
}

TEST(Printable, TheEdgesOfEachLengthAreValid) {
    for (const std::string text :
         {"\u00A0", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF"}) {
        EXPECT_EQ(printable(text), text);
    }
}

TEST(Printable, EveryByteAloneIsPrintableAfterwards) {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string shown = printable(std::string(1, static_cast<char>(byte)));
        ASSERT_FALSE(shown.empty());
        for (const char c : shown) EXPECT_TRUE(c >= 0x20 && c < 0x7f) << byte;
    }
}

TEST(Tail, ShortTextIsWhole) {
    EXPECT_EQ(tail("", 0), "");
    EXPECT_EQ(tail("abc", 3), "abc");
    EXPECT_EQ(tail("a\nb", 10), "a\nb");
}

TEST(Tail, BeginsWithALineWhereOneBegins) {
    EXPECT_EQ(tail("first\nsecond\nthird", 10), "third");
    EXPECT_EQ(tail("first\nsecond\nthird\n", 15), "second\nthird\n");
}

TEST(Tail, ALineThatFitsExactlyIsKept) {
    EXPECT_EQ(tail("first\nsecond", 6), "second");
    EXPECT_EQ(tail("first\nsecond\nthird", 12), "second\nthird");
    EXPECT_EQ(tail("first\nsecond", 7), "second");
    EXPECT_EQ(tail("first\nsecond", 5), "econd");
}

TEST(Tail, WithoutALineTheLastBytesAreKept) {
    EXPECT_EQ(tail("abcdef", 3), "def");
    EXPECT_EQ(tail("abcdef\n", 3), "ef\n");
    EXPECT_EQ(tail("abcdef", 0), "");
}

}  // namespace
}  // namespace clientpush
