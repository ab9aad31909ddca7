#include "inventory/precedence.h"

namespace clientpush {
namespace {

void lay(Layers& below, const Layers& above) {
    below.insert(below.end(), above.begin(), above.end());
}

void lay(Layers& below, const std::map<std::string, Layers, std::less<>>& files, std::string_view name) {
    const auto found = files.find(name);
    if (found != files.end()) lay(below, found->second);
}

}  // namespace

Layers Precedence::of_groups(const std::set<std::string>& groups) const {
    const std::vector<const GroupDraft*> ordered = hierarchy_.in_order(groups);
    Layers layers = draft_.groups.find("all")->second.vars;
    for (const GroupDraft* group : ordered) lay(layers, group->vars);
    for (const VarsFolder& folder : draft_.folders) lay(layers, folder.groups, "all");
    for (const VarsFolder& folder : draft_.folders) {
        for (const GroupDraft* group : ordered) lay(layers, folder.groups, group->name);
    }
    return layers;
}

Layers Precedence::own(std::size_t host) const {
    Layers layers = draft_.own(host);
    for (const VarsFolder& folder : draft_.folders) lay(layers, folder.hosts, draft_.hosts.name(host));
    return layers;
}

}  // namespace clientpush
