#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/draft.h"
#include "inventory/findings.h"

namespace clientpush {

/// Completes the groups: `all` also above those that nobody has as a child, `ungrouped` with the hosts of no
/// other group. A group inside itself is an error, and then nothing may be asked of the hierarchy.
bool complete_groups(Draft& draft, Findings& findings);

/// Which groups a host is in, nearest last.
class Hierarchy {
public:
    explicit Hierarchy(const Draft& draft);

    /// The groups themselves and everything above them but `all`, in the order in which their variables
    /// apply: by depth, then ansible_group_priority, then name.
    std::vector<const GroupDraft*> in_order(const std::set<std::string>& groups) const;

private:
    int depth_of(const GroupDraft& group);
    void add_with_parents(const std::string& name, std::set<const GroupDraft*>& found) const;

    const Draft& draft_;
    std::map<std::string, std::vector<std::string>, std::less<>> parents_;
    std::map<std::string, int, std::less<>> depths_;
};

}  // namespace clientpush
