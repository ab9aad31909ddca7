#include "inventory/groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/names.h"
#include "inventory/range.h"
#include "inventory/variables.h"

namespace clientpush {
namespace {

constexpr const char* shape =
    "put hosts under \"hosts:\", variables under \"vars:\" and groups under \"children:\"";

constexpr std::string_view priority_name = "ansible_group_priority";

class GroupReader {
public:
    GroupReader(const yaml::Document& document, const HostSections& taken, Draft& draft, Findings& findings)
        : document_(document),
          file_(draft.store().file_id(document.file)),
          taken_(taken),
          draft_(draft),
          findings_(findings) {}

    void read(const yaml::Node::Entry& entry) {
        if (!is_group_name(entry.key)) {
            findings_.error(document_.at(entry),
                            fmt::format("\"{}\" cannot be the name of a group", entry.key),
                            "use letters, digits, \"_\", \"-\" and \".\"");
            return;
        }
        draft_.group(entry.key);
        if (!is_mapping_or_nothing(entry.value, fmt::format("group {}", entry.key), shape)) return;
        for (const yaml::Node::Entry& part : entry.value.entries) read_part(entry.key, part);
    }

private:
    static bool is_group_name(const std::string& name) {
        return is_host_name(name) && name.find(':') == std::string::npos;
    }

    bool is_mapping_or_nothing(const yaml::Node& node, const std::string& what, const std::string& cure) {
        if (node.kind == yaml::Node::Kind::mapping || node.kind == yaml::Node::Kind::null) return true;
        findings_.error(document_.at(node), fmt::format("{} must be a mapping, not {}", what, kind_of(node)),
                        cure);
        return false;
    }

    void read_part(const std::string& group, const yaml::Node::Entry& part) {
        if (part.key == "hosts") {
            read_hosts(group, part.value);
        } else if (part.key == "vars") {
            read_vars(group, part.value);
        } else if (part.key == "children") {
            read_children(group, part.value);
        } else {
            const std::string meant = yaml::nearest(part.key, {"hosts", "vars", "children"});
            findings_.error(document_.at(part),
                            fmt::format("unknown key \"{}\" in group {}", part.key, group),
                            meant.empty() ? shape : fmt::format("write \"{}\"", meant));
        }
    }

    void read_hosts(const std::string& group, const yaml::Node& hosts) {
        if (!is_mapping_or_nothing(hosts, fmt::format("hosts of group {}", group),
                                   "write each host as a key: \"ws1:\" instead of \"- ws1\"")) {
            return;
        }
        GroupDraft& draft = draft_.group(group);
        for (const HostEntry& entry : taken_.of(hosts)) read_host(draft, entry);
        for (const yaml::Node::Entry& entry : hosts.entries)
            read_host(draft, pack_host(entry, file_, draft_.store()));
    }

    void read_host(GroupDraft& group, const HostEntry& entry) {
        const HostNames expanded = expand(entry.key);
        if (!expanded.wrong.empty()) {
            findings_.error({document_.file, entry.line, entry.column}, expanded.wrong, expanded.cure);
            return;
        }
        const Layer variables =
            read_variables(entry.variables, file_, "host", entry.key, draft_.store(), findings_);
        if (expanded.port) read_port(expanded, entry);
        draft_.keep(variables);
        for (const std::string& name : expanded.names) {
            const std::size_t host = add_host(name, entry);
            draft_.give(host, variables);
            draft_.put(host, group);
        }
    }

    std::size_t add_host(const std::string& name, const HostEntry& entry) {
        if (const auto known = draft_.hosts.find(name)) return *known;
        const std::string_view kept = name == entry.key ? entry.key : draft_.store().keep(name);
        return draft_.hosts.add({kept, file_, entry.line, entry.column, Memberships::none, {}});
    }

    /// As in Ansible, a port behind a name counts only where the host stands for the first time.
    void read_port(const HostNames& expanded, const HostEntry& entry) {
        const std::string text = std::to_string(*expanded.port);
        Setting setting;
        setting.name = draft_.store().name_id("ansible_port");
        setting.value = text;
        setting.file = file_;
        setting.line = entry.line;
        setting.column = entry.column;
        const Layer port = draft_.keep(draft_.store().pack(setting));
        std::vector<std::string> known;
        for (const std::string& name : expanded.names) {
            if (draft_.hosts.find(name)) {
                known.push_back(name);
            } else {
                draft_.give(add_host(name, entry), port);
            }
        }
        if (known.empty()) return;
        findings_.warning(
            {document_.file, entry.line, entry.column},
            fmt::format("the port {} behind the name is passed over: {} stood in the inventory before",
                        *expanded.port, fold(known, 60)),
            "write \"ansible_port\" into the variables of the host");
    }

    void read_vars(const std::string& group, const yaml::Node& node) {
        VariableStore& store = draft_.store();
        Layer variables =
            read_variables(pack_variables(node, file_, store), file_, "group", group, store, findings_);
        const auto priority = std::ranges::find(node.entries, priority_name, &yaml::Node::Entry::key);
        if (priority != node.entries.end()) {
            read_priority(group, *priority);
            bool is_first = true;
            variables = store.without(variables, [&](const Setting& setting) {
                return store.name(setting.name) == priority_name && std::exchange(is_first, false);
            });
        }
        draft_.group(group).vars.push_back(draft_.keep(variables));
    }

    void read_priority(const std::string& group, const yaml::Node::Entry& entry) {
        if (const auto value = yaml::as_integer(entry.value)) {
            draft_.group(group).priority = *value;
        } else {
            findings_.error(document_.at(entry), "ansible_group_priority must be a whole number",
                            "write a number like 10");
        }
    }

    void read_children(const std::string& group, const yaml::Node& children) {
        if (!is_mapping_or_nothing(children, fmt::format("children of group {}", group),
                                   "write each group as a key: \"web:\" instead of \"- web\"")) {
            return;
        }
        for (const yaml::Node::Entry& entry : children.entries) {
            read(entry);
            if (!is_group_name(entry.key)) continue;
            GroupDraft& parent = draft_.group(group);
            if (parent.child_places.emplace(entry.key, document_.at(entry)).second) {
                parent.children.push_back(entry.key);
            }
        }
    }

    const yaml::Document& document_;
    std::uint32_t file_;
    const HostSections& taken_;
    Draft& draft_;
    Findings& findings_;
};

}  // namespace

void read_group(const yaml::Document& document, const yaml::Node::Entry& entry, const HostSections& taken,
                Draft& draft, Findings& findings) {
    GroupReader(document, taken, draft, findings).read(entry);
}

}  // namespace clientpush
