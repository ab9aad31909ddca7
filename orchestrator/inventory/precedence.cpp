#include "inventory/precedence.h"

namespace clientpush {
namespace {

void lay(Effective& effective, const Definitions& definitions) {
    for (const Definition& definition : definitions) effective[definition.name] = &definition;
}

void lay(Effective& effective, const Layers& layers) {
    for (const Definitions* definitions : layers) lay(effective, *definitions);
}

void lay(Effective& effective, const std::map<std::string, Layers, std::less<>>& files,
         std::string_view name) {
    const auto found = files.find(name);
    if (found != files.end()) lay(effective, found->second);
}

}  // namespace

const Effective& Precedence::of_groups(const std::set<std::string>& groups) {
    const auto known = by_groups_.find(groups);
    if (known != by_groups_.end()) return known->second;
    Effective effective;
    const std::vector<const GroupDraft*> ordered = hierarchy_.in_order(groups);
    lay(effective, draft_.groups.find("all")->second.vars);
    for (const GroupDraft* group : ordered) lay(effective, group->vars);
    for (const VarsFolder& folder : draft_.folders) lay(effective, folder.groups, "all");
    for (const VarsFolder& folder : draft_.folders) {
        for (const GroupDraft* group : ordered) lay(effective, folder.groups, group->name);
    }
    return by_groups_.emplace(groups, std::move(effective)).first->second;
}

Effective Precedence::own(const HostDraft& host) const {
    Effective effective;
    lay(effective, host.vars);
    for (const VarsFolder& folder : draft_.folders) lay(effective, folder.hosts, host.name);
    return effective;
}

}  // namespace clientpush
