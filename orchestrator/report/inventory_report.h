#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "inventory/inventory.h"
#include "report/format.h"

namespace clientpush {

/// Names, folded in a table; {"hosts": [{"name","address","site","groups"}]} in JSON.
void write_host_list(std::ostream& out, const Inventory& inventory, const std::vector<std::size_t>& hosts,
                     Format format, bool fold_names);

/// One host: connection, the facts that the rules read, every variable with the place that set it.
void write_host(std::ostream& out, const Inventory& inventory, const Host& host, Format format);

/// The tree of groups as `@group:` lines with `--host` leaves, as ansible-inventory --graph prints it.
void write_graph(std::ostream& out, const Inventory& inventory);

}  // namespace clientpush
