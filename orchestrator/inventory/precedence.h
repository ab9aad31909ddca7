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
    Precedence(const Draft& draft, const Definitions& extra)
        : draft_(draft), extra_(extra), hierarchy_(draft) {}

    Effective of(const HostDraft& host);

private:
    const Effective& of_groups(const std::set<std::string>& groups);

    const Draft& draft_;
    const Definitions& extra_;
    Hierarchy hierarchy_;
    std::map<std::set<std::string>, Effective> by_groups_;  ///< most hosts share theirs
};

}  // namespace clientpush
