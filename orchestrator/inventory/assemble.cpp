#include "inventory/assemble.h"

#include <fmt/format.h>

#include <map>
#include <tuple>
#include <utility>

#include "base/names.h"
#include "inventory/precedence.h"
#include "inventory/reserved.h"
#include "inventory/values.h"

namespace clientpush {
namespace {

/// Hosts of one range share their place, and so their problem.
class Siteless {
public:
    void add(const HostDraft& host) {
        auto& [at, names] = by_place_[{host.at.file, host.at.line, host.at.column}];
        at = host.at;
        names.push_back(host.name);
    }

    void report(const Sites& sites, Findings& findings) {
        const std::string cure =
            sites.empty() ? "define one under \"sites:\", and write its code as \"site: ABC\""
                          : fmt::format("write \"site: {}\" in its variables or those of its group",
                                        sites.begin()->first);
        for (auto& [key, group] : by_place_) {
            auto& [at, names] = group;
            findings.error(at, fmt::format("no site is given for {}", fold(std::move(names), 60)), cure);
        }
    }

private:
    std::map<std::tuple<std::string, int, int>, std::pair<Position, std::vector<std::string>>> by_place_;
};

Variable variable_of(const Definition& definition) {
    const yaml::Node& value = *definition.value;
    if (value.kind == yaml::Node::Kind::scalar && !value.vault) return {value.text, false, definition.at};
    return {yaml::to_json(value), true, definition.at};
}

bool has_address(const Host& host) {
    const Location location = location_of(host.client);
    return !host.address.empty() || location == Location::intranet;
}

Host host_of(const HostDraft& draft, const Effective& effective) {
    Host host;
    host.name = draft.name;
    host.at = draft.at;
    host.client.name = draft.name;
    apply_reserved(effective, host);
    host.client.has_address = has_address(host);
    if (host.address.empty()) host.address = host.name;
    for (const auto& [name, definition] : effective) host.vars.emplace(name, variable_of(*definition));
    return host;
}

Group group_of(const GroupDraft& draft) {
    return {draft.name, draft.children, draft.hosts};
}

}  // namespace

Inventory assemble(const Draft& draft, const Definitions& extra, const Sites& sites, Findings& findings) {
    Inventory inventory;
    inventory.sites = sites;
    for (const auto& [name, group] : draft.groups) inventory.groups.emplace(name, group_of(group));
    Precedence precedence(draft, extra);
    Siteless siteless;
    inventory.hosts.reserve(draft.hosts.size());
    for (const HostDraft& host : draft.hosts) {
        const Effective effective = precedence.of(host);
        if (!effective.contains("site")) siteless.add(host);
        inventory.by_name.emplace(host.name, inventory.hosts.size());
        inventory.hosts.push_back(host_of(host, effective));
    }
    if (!findings.incomplete()) siteless.report(sites, findings);
    return inventory;
}

}  // namespace clientpush
