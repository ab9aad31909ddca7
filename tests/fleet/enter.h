#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace clientpush::fleet {

/// Runs a command on the machine whose first process is `init`, with this process's own standard streams, and
/// returns its exit status (128 + N when signal N ended it). Throws Error{remote}.
int run_inside(pid_t init, const std::string& home, std::vector<std::string> command);

}  // namespace clientpush::fleet
