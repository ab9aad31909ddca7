#include "unit/report/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/files.h"

namespace clientpush {
namespace {

/// Replaces what stands between two texts, wherever that is.
void blank(std::string& page, const std::string& begin, const std::string& end) {
    for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
        at += begin.size();
        page.replace(at, page.find(end, at) - at, "...");
    }
}

/// A page without the style and the scripts that every page has, and their digests: they have a test of their
/// own.
std::string without_assets(std::string page) {
    blank(page, "<style>", "</style>");
    blank(page, "<script>", "</script>");
    blank(page, "'sha256-", "'");
    return page;
}

}  // namespace

void expect_golden(const std::string& name, const std::string& whole) {
    const std::string actual = name.ends_with(".html") ? without_assets(whole) : whole;
    const std::filesystem::path file = std::filesystem::path(CLIENTPUSH_TEST_DATA) / "report" / name;
    const char* const accept = std::getenv("CLIENTPUSH_ACCEPT");
    if (accept != nullptr && std::string(accept) == "1") {
        write_text(file, actual);
        return;
    }
    ASSERT_TRUE(std::filesystem::exists(file)) << file << " is missing; CLIENTPUSH_ACCEPT=1 writes it";
    EXPECT_EQ(actual, read_text(file)) << "differs from " << file << "; CLIENTPUSH_ACCEPT=1 accepts it";
}

}  // namespace clientpush
