#include "inventory/host_sections.h"

namespace clientpush {

HostEntry pack_host(const yaml::Node::Entry& entry, std::uint32_t file, VariableStore& store) {
    return {store.keep(entry.key), entry.line, entry.column, pack_variables(entry.value, file, store)};
}

const HostSections::Section& HostSections::of(const yaml::Node& hosts) const {
    static const Section none;
    const auto found = sections_.find({hosts.line, hosts.column});
    return found == sections_.end() ? none : found->second;
}

void HostSections::begin() {
    sections_.clear();
    store_.forget_since(before_);
}

/// GROUP, hosts; or GROUP, children, GROUP, hosts; and so on. `sites` is no group.
bool HostSections::wants(const std::vector<std::string_view>& keys) {
    if (keys.size() % 2 != 0 || keys.empty() || keys.front() == "sites" || keys.back() != "hosts")
        return false;
    for (std::size_t i = 1; i + 1 < keys.size(); i += 2)
        if (keys[i] != "children") return false;
    return true;
}

void HostSections::take(const yaml::Node& mapping, yaml::Node::Entry entry) {
    sections_[{mapping.line, mapping.column}].push_back(pack_host(entry, file_, store_));
}

}  // namespace clientpush
