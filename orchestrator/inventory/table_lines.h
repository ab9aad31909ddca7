#pragma once

#include <string>
#include <vector>

#include "base/problem.h"

namespace clientpush {

/// Gives the problems of a table their lines, in one pass over the file. Lines that may hold a password, and
/// those longer than a few kilobytes, are not shown.
void show_lines(const std::string& file, std::vector<Problem>& problems);

}  // namespace clientpush
