#pragma once

#include <string>
#include <vector>

namespace clientpush {

struct ChildResult {
    std::string output;  ///< what it printed on stdout
    int exit_code = -1;  ///< 127 when the program is not there
    int signal = 0;      ///< that ended it
};

/// Runs a program, found on the PATH, to its end.
ChildResult run_child(const std::vector<std::string>& command);

}  // namespace clientpush
