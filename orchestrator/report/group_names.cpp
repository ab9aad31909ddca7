#include "report/group_names.h"

namespace clientpush {

std::vector<std::vector<std::string>> group_names(const Inventory& inventory) {
    std::vector<std::vector<std::string>> names(inventory.hosts.size());
    for (const auto& [name, group] : inventory.groups) {
        if (name == "all") continue;
        for (const std::size_t index : inventory.members(name)) names[index].push_back(name);
    }
    return names;
}

}  // namespace clientpush
