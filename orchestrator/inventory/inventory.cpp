#include "inventory/inventory.h"

#include <algorithm>
#include <set>

namespace clientpush {
namespace {

using Names = std::set<std::string_view>;

void add_members(const Inventory& inventory, std::string_view name, Names& seen,
                 std::vector<std::size_t>& found) {
    const auto group = inventory.groups.find(name);
    if (group == inventory.groups.end() || !seen.insert(group->first).second) return;
    found.insert(found.end(), group->second.hosts.begin(), group->second.hosts.end());
    for (const std::string& child : group->second.children) add_members(inventory, child, seen, found);
}

}  // namespace

std::optional<Host> Inventory::find(std::string_view name) const {
    const auto index = hosts.find(name);
    return index ? std::optional(hosts[*index]) : std::nullopt;
}

std::vector<std::size_t> Inventory::members(std::string_view group) const {
    Names seen;
    std::vector<std::size_t> found;
    add_members(*this, group, seen, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace clientpush
