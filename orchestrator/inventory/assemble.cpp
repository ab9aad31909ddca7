#include "inventory/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/names.h"
#include "inventory/precedence.h"
#include "inventory/values.h"

namespace clientpush {
namespace {

/// Hosts of one range share their place, and so their problem; those of one table are told of together.
class Siteless {
public:
    void add(const Position& at, bool in_table, std::string_view name) {
        Group& group = by_place_[{at.file, in_table ? 0 : at.line, in_table ? 0 : at.column}];
        if (group.count++ == 0) group.at = at;
        if (group.names.size() < most_names) group.names.emplace_back(name);
    }

    void report(const Sites& sites, Findings& findings) {
        const std::string cure =
            sites.empty() ? "define one under \"sites:\", and write its code as \"site: ABC\""
                          : fmt::format("write \"site: {}\" in its variables or those of its group",
                                        sites.begin()->first);
        for (auto& [key, group] : by_place_) {
            const std::size_t more = group.count - group.names.size();
            findings.error(group.at,
                           fmt::format("no site is given for {}{}", fold(group.names, 60),
                                       more == 0 ? "" : fmt::format(", and {} more", more)),
                           cure);
        }
    }

private:
    static constexpr std::size_t most_names = 100'000;
    struct Group {
        Position at;
        std::vector<std::string> names;
        std::size_t count = 0;
    };
    std::map<std::tuple<std::string, int, int>, Group> by_place_;
};

class Assembly {
public:
    Assembly(const Parts& parts, Findings& findings)
        : parts_(parts), findings_(findings), precedence_(parts.draft), hosts_(parts.rows.shared_store()) {
        hosts_.set_over_all(parts.extra);
        index_of_draft_.resize(parts.draft.hosts.size());
    }

    Inventory run() {
        SourceEnd begin;
        for (const SourceEnd& end : parts_.ends) {
            for (std::size_t i = begin.drafts; i < end.drafts; ++i)
                if (!parts_.rows.find(parts_.draft.hosts.name(i))) add_draft(i, nullptr);
            for (std::size_t i = begin.rows; i < end.rows; ++i) add_row(parts_.rows.entry(i));
            begin = end;
        }
        if (!findings_.incomplete()) siteless_.report(parts_.sites, findings_);
        Inventory inventory;
        inventory.hosts = std::move(hosts_);
        inventory.sites = parts_.sites;
        for (const auto& [name, group] : parts_.draft.groups) inventory.groups.emplace(name, group_of(group));
        return inventory;
    }

private:
    using Entry = HostList::Entry;

    void add_row(const Entry& row) {
        if (const auto index = parts_.draft.hosts.find(row.name)) return add_draft(*index, &row);
        Entry entry = row;
        entry.shared = shared_of(Memberships::none);
        rows_.push_back(hosts_.size());
        add(entry, true);
    }

    void add_draft(std::size_t index, const Entry* row) {
        const Entry& draft = parts_.draft.hosts.entry(index);
        Layers own = precedence_.own(index);
        Entry entry = draft;
        if (row != nullptr) {
            entry = *row;
            own.insert(own.begin(), row->own);
        }
        entry.shared = shared_of(draft.shared);
        entry.own = store().merge(own);
        index_of_draft_[index] = hosts_.size();
        add(entry, false);
    }

    void add(const Entry& entry, bool in_table) {
        const std::uint32_t site = store().name_id("site");
        const auto has_site = [&](Layer layer) {
            bool found = false;
            for_each_setting(layer, [&](const Setting& setting) { found = found || setting.name == site; });
            return found;
        };
        if (!has_site(entry.own) && !has_site(hosts_.shared(entry.shared)) && !has_site(parts_.extra))
            siteless_.add(store().place(entry.file, entry.line, entry.column), in_table, entry.name);
        hosts_.add(entry);
    }

    /// Hosts that are in the same groups share a layer, in whatever order the groups name them.
    std::uint32_t shared_of(std::uint32_t groups) {
        const auto [known, is_new] = shared_.try_emplace(groups);
        if (is_new) known->second = shared_of(parts_.draft.memberships.names(groups));
        return known->second;
    }

    std::uint32_t shared_of(std::set<std::string> groups) {
        if (groups.empty()) groups.insert("ungrouped");
        const auto [known, is_new] = shared_by_names_.try_emplace(groups);
        if (is_new) known->second = hosts_.add_shared(store().merge(precedence_.of_groups(groups)));
        return known->second;
    }

    Group group_of(const GroupDraft& draft) const {
        Group group{draft.name, draft.children, {}};
        group.hosts.reserve(draft.hosts.size());
        for (const std::uint32_t index : draft.hosts) group.hosts.push_back(index_of_draft_[index]);
        if (draft.name == "ungrouped" && !rows_.empty()) {
            group.hosts.insert(group.hosts.end(), rows_.begin(), rows_.end());
            std::sort(group.hosts.begin(), group.hosts.end());
        }
        return group;
    }

    VariableStore& store() { return hosts_.store(); }

    const Parts& parts_;
    Findings& findings_;
    Precedence precedence_;
    HostList hosts_;
    Siteless siteless_;
    std::vector<std::size_t> index_of_draft_;                  ///< in the inventory
    std::vector<std::size_t> rows_;                            ///< hosts that only tables name
    std::unordered_map<std::uint32_t, std::uint32_t> shared_;  ///< by the number of their memberships
    std::map<std::set<std::string>, std::uint32_t> shared_by_names_;
};

}  // namespace

Inventory assemble(const Parts& parts, Findings& findings) {
    return Assembly(parts, findings).run();
}

}  // namespace clientpush
