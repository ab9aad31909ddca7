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
    groups_of_host = memberships.with(groups_of_host, group);
    group.hosts.push_back(static_cast<std::uint32_t>(host));
}

void Draft::give(std::size_t host, Layer variables) {
    Layer& own = hosts.entry(host).own;
    if (own.empty()) {
        own = variables;
    } else if (!variables.empty()) {
        more_[host].push_back(variables);
    }
}

Layers Draft::own(std::size_t host) const {
    Layers layers{hosts.entry(host).own};
    if (const auto more = more_.find(host); more != more_.end())
        layers.insert(layers.end(), more->second.begin(), more->second.end());
    return layers;
}

Layer Draft::keep(Layer variables) {
    if (!variables.empty()) layers_.push_back(variables);
    return variables;
}

}  // namespace clientpush
