#pragma once

#include <string>
#include <vector>

#include "inventory/inventory.h"

namespace clientpush {

/// The hosts that a pattern means, in inventory order: "web,db" or "web:db" (union), ":&" (intersection),
/// ":!" (exclusion), globs, "~regex", "group[0]", "group[-1]", "group[0:2]" (inclusive), "@file" (a host per
/// line). A group's slice counts its own hosts first, then its children's. Unions first, then intersections,
/// then exclusions, as Ansible does.
///
/// Throws Error{usage}: "pattern-empty" when nothing matches, "pattern-unknown" for a name that is neither
/// host nor group (with the nearest that is), "pattern-syntax".
std::vector<std::size_t> select(const Inventory& inventory, const std::string& pattern);

/// Several -l: what is in all of them.
std::vector<std::size_t> select(const Inventory& inventory, const std::vector<std::string>& patterns);

}  // namespace clientpush
