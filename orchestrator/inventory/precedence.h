#pragma once

#include <set>
#include <string>

#include "inventory/draft.h"
#include "inventory/hierarchy.h"

namespace clientpush {

/// Which definition of a variable wins, as in Ansible 2.14. From weak to strong: vars of `all`; vars of
/// groups (by depth, then priority, then name); group_vars/all; group_vars/GROUP in the same order; vars of
/// the host; host_vars/HOST; the command line. So group_vars/all beats the `vars:` of every group. Values
/// replace each other.
class Precedence {
public:
    explicit Precedence(const Draft& draft) : draft_(draft), hierarchy_(draft) {}

    /// What the groups give to each of their hosts.
    Layers of_groups(const std::set<std::string>& groups) const;

    /// What a host has of its own, over that of its groups. The command line's is over both.
    Layers own(std::size_t host) const;

private:
    const Draft& draft_;
    Hierarchy hierarchy_;
};

}  // namespace clientpush
