#include "report/format.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

TEST(ParseFormat, KnowsEveryWordAndNoOther) {
    EXPECT_EQ(parse_format("table"), Format::table);
    EXPECT_EQ(parse_format("json"), Format::json);
    EXPECT_EQ(parse_format("ndjson"), Format::ndjson);
    EXPECT_EQ(parse_format("csv"), Format::csv);
    EXPECT_EQ(parse_format("markdown"), Format::markdown);
    EXPECT_EQ(parse_format("html"), Format::html);
    EXPECT_EQ(parse_format("JSON"), std::nullopt);
    EXPECT_EQ(parse_format(""), std::nullopt);
}

TEST(CsvField, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(csv_field("plain text"), "plain text");
    EXPECT_EQ(csv_field(""), "");
    EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_field("say \"no\""), "\"say \"\"no\"\"\"");
    EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
}

TEST(CsvField, TakesTheFormulaOutOfATextThatASpreadsheetWouldRun) {
    EXPECT_EQ(csv_field("=1+1"), "'=1+1");
    EXPECT_EQ(csv_field("+1"), "'+1");
    EXPECT_EQ(csv_field("-1"), "'-1");
    EXPECT_EQ(csv_field("@cmd"), "'@cmd");
    EXPECT_EQ(csv_field("\t=1"), "'\t=1");
    EXPECT_EQ(csv_field("\r=1"), "\"'\r=1\"");
    EXPECT_EQ(csv_field("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    EXPECT_EQ(csv_field("a=1"), "a=1");
}

TEST(HtmlText, EscapesEveryCharacterThatCouldLeaveTheText) {
    EXPECT_EQ(html_text("<a href=\"x\" b='y'>&</a>"),
              "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
    EXPECT_EQ(html_text("ws01"), "ws01");
}

TEST(MarkdownText, StaysInItsCell) {
    EXPECT_EQ(markdown_text("a|b"), "a\\|b");
    EXPECT_EQ(markdown_text("a\\|b"), "a\\\\\\|b");
    EXPECT_EQ(markdown_text("one\r\ntwo"), "one<br>two");
    EXPECT_EQ(markdown_text("<b>*bold*</b>"), "&lt;b&gt;\\*bold\\*&lt;/b&gt;");
    EXPECT_EQ(markdown_text("ws[01-03]"), "ws\\[01-03\\]");
}

}  // namespace
}  // namespace clientpush
