// The style and the scripts that every page embeds.

#include <gtest/gtest.h>

#include "report/plan_report.h"
#include "support/files.h"
#include "unit/report/samples.h"

namespace clientpush {
namespace {

std::string between(const std::string& page, const std::string& begin, const std::string& end,
                    std::size_t from = 0) {
    const std::size_t at = page.find(begin, from);
    if (at == std::string::npos) return "";
    return page.substr(at + begin.size(), page.find(end, at + begin.size()) - at - begin.size());
}

std::string asset(const std::string& name) {
    return read_text(std::filesystem::path(CLIENTPUSH_TEST_DATA) / "../../orchestrator/report/assets" / name);
}

TEST(PageAssets, AreEmbeddedAsTheyAre) {
    const std::string page =
        written([](std::ostream& out) { write_plan(out, sample_plan(), Format::html, Style{}); });
    const std::string rows = between(page, "<script>", "</script>");
    const std::string table = between(page, "<script>", "</script>", page.find(rows) + rows.size());

    ASSERT_FALSE(asset("page.css").empty());
    EXPECT_EQ(between(page, "<style>", "</style>"), asset("page.css"));
    EXPECT_EQ(rows, asset("rows.js"));
    EXPECT_EQ(table, asset("table.js"));
}

}  // namespace
}  // namespace clientpush
