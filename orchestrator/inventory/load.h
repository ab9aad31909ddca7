#pragma once

#include <functional>
#include <string>
#include <vector>

#include "inventory/columns.h"
#include "inventory/inventory.h"

namespace clientpush {

/// A variable from the command line (-e name=value); wins over every other.
struct ExtraVar {
    std::string name;
    std::string value;
};

struct LoadedInventory {
    Inventory inventory;
    std::vector<Problem> warnings;
};

/// Runs a program and gives back what it printed. Throws Error when it did not end well.
using RunProgram = std::function<std::string(const std::string& program)>;

struct LoadOptions {
    LoadOptions() = default;

    std::vector<ExtraVar> extra;
    ColumnMap columns;                        ///< of CSV and JSON lines
    RunProgram run;                           ///< absent: programs are refused
    std::function<std::string()> read_input;  ///< for "-"; absent: standard input
    bool sites_elsewhere = false;             ///< only hosts are wanted: nothing is said about sites
    bool hosts_elsewhere = false;             ///< only sites are wanted: a source without hosts will do
};

/// Reads what each source names: a YAML file; a folder (its files in ASCII order, its group_vars/ and
/// host_vars/); JSON as `ansible-inventory --list` prints it, from a file, from a program's output, or from
/// standard input ("-"); CSV or JSON lines, a host in each row. Later sources win, whatever their kind. Fails
/// closed: throws InvalidInput with every problem of every file in one go, and a partial fleet is never
/// returned.
LoadedInventory load_inventory(const std::vector<std::string>& sources, const LoadOptions& options);
LoadedInventory load_inventory(const std::vector<std::string>& sources,
                               const std::vector<ExtraVar>& extra = {});

/// The same for text that is already in memory, as one YAML file of the given name.
LoadedInventory load_inventory_text(const std::string& name, const std::string& text);

}  // namespace clientpush
