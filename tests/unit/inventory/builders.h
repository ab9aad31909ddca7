#pragma once

#include <string>
#include <vector>

#include "inventory/load.h"

namespace clientpush {

/// An inventory with two primaries, ABC and XYZ, and the groups that the text holds.
inline Inventory inventory_of(const std::string& groups) {
    return load_inventory_text("test.yml", "sites: {ABC: {kind: primary}, XYZ: {kind: primary}}\n" + groups)
        .inventory;
}

inline std::string data_file(const std::string& name) {
    return std::string(CLIENTPUSH_TEST_DATA) + "/inventory/" + name;
}

inline std::vector<std::string> names_of(const Inventory& inventory,
                                         const std::vector<std::size_t>& indexes) {
    std::vector<std::string> names;
    for (const std::size_t index : indexes) names.push_back(inventory.hosts.at(index).name);
    return names;
}

}  // namespace clientpush
