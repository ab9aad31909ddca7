#include "unit/report/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/files.h"

namespace clientpush {

void expect_golden(const std::string& name, const std::string& actual) {
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
