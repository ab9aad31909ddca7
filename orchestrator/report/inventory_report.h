#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "inventory/inventory.h"
#include "report/format.h"

namespace clientpush {

/// Names, folded by site in a table; {"hosts": [{"name","address","site","groups"}]} in JSON. "groups" are
/// those it belongs to directly or through a child, without "all". The other formats have one host a line or
/// row.
void write_host_list(std::ostream& out, const Inventory& inventory, const std::vector<std::size_t>& hosts,
                     Format format, bool fold_names);

/// One host: connection, the facts that the rules read, every variable with the place that set it.
///
/// JSON: {"name","at","groups",
///        "connection": {"address","port","connection","user","private_key_file","machine_id","directory"},
///        "facts": {"site","platform","membership","forest","location","protocol","http_port","https_port",
///                  "ports_seen"} (null where not known),
///        "vars": {name: {"value","at"}}}. ndjson: the same on one line. Other formats are written as the
///        table.
void write_host(std::ostream& out, const Inventory& inventory, const Host& host, Format format);

/// The tree of groups as `@group:` lines with `--host` leaves, as ansible-inventory --graph prints it.
void write_graph(std::ostream& out, const Inventory& inventory);

}  // namespace clientpush
