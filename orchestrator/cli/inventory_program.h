#pragma once

#include <string>

#include "base/time.h"

namespace clientpush {

/// Runs a program with `--list`, as Ansible does, and gives back what it printed. Throws Error{usage}
/// "inventory-program" when it cannot be started, ends with something else than 0, prints more than 256 MiB,
/// or has not ended within `limit`: then it and its children are killed.
std::string output_of_inventory(const std::string& program, Duration limit);

}  // namespace clientpush
