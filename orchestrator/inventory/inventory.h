#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/host_list.h"
#include "ports/site.h"

namespace clientpush {

struct Group {
    std::string name;
    std::vector<std::string> children;  ///< names of groups, in order
    std::vector<std::size_t> hosts;     ///< direct members: indexes into Inventory::hosts, in order
};

/// Hosts in the order in which they first appear, groups by name ("all" and "ungrouped" always exist), sites.
struct Inventory {
    HostList hosts;
    std::map<std::string, Group, std::less<>> groups;
    Sites sites;
    std::vector<std::string> sources;  ///< the files that were read, in order

    std::optional<Host> find(std::string_view name) const;

    /// Every host of a group and of its children, in inventory order. The group must exist.
    std::vector<std::size_t> members(std::string_view group) const;
};

}  // namespace clientpush
