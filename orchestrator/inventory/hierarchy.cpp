#include "inventory/hierarchy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace clientpush {
namespace {

constexpr std::size_t deepest = 100;

/// Walks down from a group; says where a way leads back to a group that it came through.
class CycleSearch {
public:
    CycleSearch(const Draft& draft, Findings& findings) : draft_(draft), findings_(findings) {}

    bool run() {
        for (const std::string& name : draft_.group_order) visit(name);
        return !found_;
    }

private:
    void visit(const std::string& name) {
        if (done_.contains(name)) return;
        way_.push_back(name);
        const GroupDraft& group = draft_.groups.find(name)->second;
        for (const std::string& child : group.children) {
            const auto seen = std::find(way_.begin(), way_.end(), child);
            if (seen != way_.end()) {
                report(group.child_places.at(child), seen);
            } else if (way_.size() == deepest) {
                report_depth(group.child_places.at(child));
            } else {
                visit(child);
            }
        }
        way_.pop_back();
        done_.insert(name);
    }

    void report(const Position& at, std::vector<std::string>::const_iterator from) {
        found_ = true;
        findings_.error(at,
                        fmt::format("group {} is inside itself: {} > {}", *from,
                                    fmt::join(from, way_.cend(), " > "), *from),
                        "remove it from the children of one of these groups");
    }

    void report_depth(const Position& at) {
        found_ = true;
        findings_.error(at, fmt::format("groups are nested deeper than {}", deepest), "flatten them");
    }

    const Draft& draft_;
    Findings& findings_;
    std::vector<std::string> way_;
    std::set<std::string> done_;
    bool found_ = false;
};

std::set<std::string> children_of_anyone(const Draft& draft) {
    std::set<std::string> children;
    for (const auto& [name, group] : draft.groups) {
        if (name != "all") children.insert(group.children.begin(), group.children.end());
    }
    return children;
}

bool check_all_is_on_top(const Draft& draft, Findings& findings) {
    bool fine = true;
    for (const auto& [name, group] : draft.groups) {
        const auto place = group.child_places.find("all");
        if (place == group.child_places.end()) continue;
        findings.error(place->second,
                       fmt::format("group all cannot be a child of {}: it holds every group", name),
                       "remove it from the children");
        fine = false;
    }
    return fine;
}

void remove_repeated_hosts(Draft& draft) {
    std::vector<const GroupDraft*> last_seen_in(draft.hosts.size());
    for (auto& [name, group] : draft.groups) {
        std::erase_if(group.hosts, [&, of = &group](std::uint32_t host) {
            return std::exchange(last_seen_in[host], of) == of;
        });
    }
}

void fill_ungrouped(Draft& draft) {
    std::vector<std::uint32_t>& ungrouped = draft.group("ungrouped").hosts;
    ungrouped.clear();
    for (std::size_t i = 0; i < draft.hosts.size(); ++i) {
        if (!draft.memberships.any(draft.hosts.entry(i).shared))
            ungrouped.push_back(static_cast<std::uint32_t>(i));
    }
    draft.group("all").hosts.clear();
}

}  // namespace

bool complete_groups(Draft& draft, Findings& findings) {
    draft.group("all");
    draft.group("ungrouped");
    const bool all_is_on_top = check_all_is_on_top(draft, findings);
    const bool without_cycle = CycleSearch(draft, findings).run();
    if (!all_is_on_top || !without_cycle) return false;
    const std::set<std::string> below_another = children_of_anyone(draft);
    GroupDraft& all = draft.group("all");
    for (const std::string& name : draft.group_order) {
        const bool on_top = name != "all" && !below_another.contains(name);
        if (on_top && !all.child_places.contains(name)) all.children.push_back(name);
    }
    remove_repeated_hosts(draft);
    fill_ungrouped(draft);
    return true;
}

Hierarchy::Hierarchy(const Draft& draft) : draft_(draft) {
    for (const auto& [name, group] : draft.groups) {
        for (const std::string& child : group.children) parents_[child].push_back(name);
    }
    for (const auto& [name, group] : draft.groups) depth_of(group);
}

/// The longest way up to `all`.
int Hierarchy::depth_of(const GroupDraft& group) {
    if (const auto known = depths_.find(group.name); known != depths_.end()) return known->second;
    int depth = 0;
    for (const std::string& parent : parents_[group.name]) {
        depth = std::max(depth, depth_of(draft_.groups.find(parent)->second) + 1);
    }
    return depths_[group.name] = depth;
}

void Hierarchy::add_with_parents(const std::string& name, std::set<const GroupDraft*>& found) const {
    if (name == "all" || !found.insert(&draft_.groups.find(name)->second).second) return;
    const auto above = parents_.find(name);
    if (above == parents_.end()) return;
    for (const std::string& parent : above->second) add_with_parents(parent, found);
}

std::vector<const GroupDraft*> Hierarchy::in_order(const std::set<std::string>& groups) const {
    std::set<const GroupDraft*> found;
    for (const std::string& name : groups) add_with_parents(name, found);
    std::vector<const GroupDraft*> ordered(found.begin(), found.end());
    const auto rank = [this](const GroupDraft* g) {
        return std::tuple(depths_.find(g->name)->second, g->priority, std::string_view(g->name));
    };
    std::sort(ordered.begin(), ordered.end(),
              [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
    return ordered;
}

}  // namespace clientpush
