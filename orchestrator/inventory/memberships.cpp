#include "inventory/memberships.h"

#include "inventory/draft.h"

namespace clientpush {
namespace {

bool counts(const GroupDraft& group) {
    return group.name != "all" && group.name != "ungrouped";
}

}  // namespace

std::uint32_t Memberships::with(std::uint32_t groups, const GroupDraft& group) {
    if (links_[groups].group == &group) return groups;
    const auto [known, is_new] =
        known_.try_emplace({groups, &group}, static_cast<std::uint32_t>(links_.size()));
    if (is_new) links_.push_back({groups, &group});
    return known->second;
}

bool Memberships::any(std::uint32_t groups) const {
    for (std::uint32_t i = groups; i != none; i = links_[i].others)
        if (counts(*links_[i].group)) return true;
    return false;
}

std::set<std::string> Memberships::names(std::uint32_t groups) const {
    std::set<std::string> names;
    for (std::uint32_t i = groups; i != none; i = links_[i].others)
        if (counts(*links_[i].group)) names.insert(links_[i].group->name);
    return names;
}

}  // namespace clientpush
