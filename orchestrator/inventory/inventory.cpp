#include "inventory/inventory.h"

#include <algorithm>
#include <set>

namespace clientpush {
namespace {

void add_members(const Inventory& inventory, std::string_view name, std::set<std::string_view>& seen,
                 std::set<std::size_t>& found) {
    const auto group = inventory.groups.find(name);
    if (group == inventory.groups.end() || !seen.insert(group->first).second) return;
    found.insert(group->second.hosts.begin(), group->second.hosts.end());
    for (const std::string& child : group->second.children) add_members(inventory, child, seen, found);
}

}  // namespace

const Host* Inventory::find(std::string_view name) const {
    if (by_name.size() == hosts.size()) {
        const auto found = by_name.find(name);
        return found == by_name.end() ? nullptr : &hosts[found->second];
    }
    const auto found =
        std::find_if(hosts.begin(), hosts.end(), [&](const Host& host) { return host.name == name; });
    return found == hosts.end() ? nullptr : &*found;
}

std::vector<std::size_t> Inventory::members(std::string_view group) const {
    std::set<std::string_view> seen;
    std::set<std::size_t> found;
    add_members(*this, group, seen, found);
    return {found.begin(), found.end()};
}

}  // namespace clientpush
