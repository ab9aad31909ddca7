#pragma once

#include <string>
#include <vector>

#include "inventory/inventory.h"

namespace clientpush {

/// For each host its groups by name, also those it belongs to through a child; "all" is left out.
std::vector<std::vector<std::string>> group_names(const Inventory& inventory);

}  // namespace clientpush
