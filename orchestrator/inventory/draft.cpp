#include "inventory/draft.h"

namespace clientpush {

GroupDraft& Draft::group(const std::string& name) {
    const auto [found, is_new] = groups.try_emplace(name);
    if (is_new) {
        found->second.name = name;
        group_order.push_back(name);
    }
    return found->second;
}

void Draft::put(std::size_t host, GroupDraft& group) {
    std::uint32_t& groups_of_host = hosts.entry(host).shared;
    const std::uint32_t before = groups_of_host;
    groups_of_host = memberships.with(before, group);
    if (groups_of_host != before) group.hosts.push_back(static_cast<std::uint32_t>(host));
}

void Draft::give(std::size_t host, Layer variables) {
    Layer& own = hosts.entry(host).own;
    own = store().merge(own, variables);
}

Layer Draft::keep(Layer variables) {
    if (!variables.empty()) layers_.push_back(variables);
    return variables;
}

}  // namespace clientpush
