#pragma once

#include <string>

#include "base/time.h"

namespace clientpush {

/// Runs a program with `--list`, as Ansible does, and gives back what it printed. Throws Error{usage}
/// "inventory-program" when it cannot be started, ends with something else than 0, prints more than 256 MiB,
/// leaves a process behind that holds its output, or has not ended within `limit`. It and its children are
/// killed then.
std::string output_of_inventory(const std::string& program, Duration limit);

}  // namespace clientpush
