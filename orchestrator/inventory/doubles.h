#pragma once

#include "inventory/findings.h"
#include "inventory/inventory.h"

namespace clientpush {

/// Warns of hosts that may be one machine: names that differ only in case, and the same address and port.
void warn_of_doubles(const Inventory& inventory, Findings& findings);

}  // namespace clientpush
