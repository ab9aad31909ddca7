#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "inventory/inventory.h"

namespace clientpush {

/// Writes the hosts as an inventory in YAML that loads to the same hosts with the same variables, and for
/// people to read: a group for each site, what all of its hosts have in common in its `vars`, and hosts that
/// differ only in their number as a range. Groups of the source keep their hosts and children. Sites are not
/// written: where they come from has none. `source` is named in a comment.
void write_yaml(std::ostream& out, const Inventory& inventory, const std::string& source);

/// The names as keys under `hosts:`, ranges where three or more follow each other: "ws[001:040]". A key
/// stands where the first of its names stood.
std::vector<std::string> as_ranges(const std::vector<std::string>& names);

}  // namespace clientpush
