#pragma once

#include <string>

namespace clientpush {

/// Compares with tests/data/report/<name>. With CLIENTPUSH_ACCEPT=1 in the environment it writes the file
/// instead.
void expect_golden(const std::string& name, const std::string& actual);

}  // namespace clientpush
