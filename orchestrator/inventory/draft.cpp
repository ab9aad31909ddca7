#include "inventory/draft.h"

#include <utility>

namespace clientpush {

GroupDraft& Draft::group(const std::string& name) {
    const auto [found, is_new] = groups.try_emplace(name);
    if (is_new) {
        found->second.name = name;
        group_order.push_back(name);
    }
    return found->second;
}

HostDraft& Draft::host(const std::string& name, const Position& at) {
    const auto [found, is_new] = host_index_.emplace(name, hosts.size());
    if (is_new) hosts.push_back({name, at, {}, {}});
    return hosts[found->second];
}

const yaml::Node* Draft::keep_value(std::string text) {
    yaml::Node& node = values_.emplace_back();
    node.kind = yaml::Node::Kind::scalar;
    node.text = std::move(text);
    return &node;
}

}  // namespace clientpush
