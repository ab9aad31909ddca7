#pragma once

#include <string>
#include <vector>

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

/// Reads YAML files and folders (a folder's files in ASCII order, its group_vars/ and host_vars/); later
/// sources win. Fails closed: throws InvalidInput with every problem of every file in one go, and a partial
/// fleet is never returned.
LoadedInventory load_inventory(const std::vector<std::string>& sources,
                               const std::vector<ExtraVar>& extra = {});

/// The same for text that is already in memory, as one file of the given name.
LoadedInventory load_inventory_text(const std::string& name, const std::string& text);

}  // namespace clientpush
