#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "inventory/draft.h"
#include "inventory/hierarchy.h"

namespace clientpush {

/// The variables of one host, each with the definition that won.
using Effective = std::map<std::string_view, const Definition*>;

/// Which definition of a variable wins, as in Ansible 2.14. From weak to strong: vars of `all`; vars of
/// groups (by depth, then priority, then name); group_vars/all; group_vars/GROUP in the same order; vars of
/// the host; host_vars/HOST; the command line. So group_vars/all beats the `vars:` of every group. Values
/// replace each other.
class Precedence {
public:
    explicit Precedence(const Draft& draft) : draft_(draft), hierarchy_(draft) {}

    /// What the groups give to each of their hosts.
    const Effective& of_groups(const std::set<std::string>& groups);

    /// What a host has of its own, over that of its groups. The command line's is over both.
    Effective own(const HostDraft& host) const;

private:
    const Draft& draft_;
    Hierarchy hierarchy_;
    std::map<std::set<std::string>, Effective> by_groups_;  ///< most hosts share theirs
};

}  // namespace clientpush
