#include "inventory/groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/names.h"
#include "inventory/range.h"
#include "inventory/variables.h"

namespace clientpush {
namespace {

constexpr const char* shape =
    "put hosts under \"hosts:\", variables under \"vars:\" and groups under \"children:\"";

class GroupReader {
public:
    GroupReader(const yaml::Document& document, Draft& draft, Findings& findings)
        : document_(document), draft_(draft), findings_(findings) {}

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
        for (const yaml::Node::Entry& entry : hosts.entries) read_host(group, entry);
    }

    void read_host(const std::string& group, const yaml::Node::Entry& entry) {
        const Position at = document_.at(entry);
        const HostNames expanded = expand(entry.key);
        if (!expanded.wrong.empty()) {
            findings_.error(at, expanded.wrong, expanded.cure);
            return;
        }
        Definitions vars =
            read_variables(document_, entry.value, fmt::format("host {}", entry.key), findings_);
        if (expanded.port) read_port(expanded, at);
        const Definitions* const kept = vars.empty() ? nullptr : draft_.keep(std::move(vars));
        for (const std::string& name : expanded.names) add_host(group, name, at, kept);
    }

    /// As in Ansible, a port behind a name counts only where the host stands for the first time.
    void read_port(const HostNames& expanded, const Position& at) {
        const Definitions* const port =
            draft_.keep({{"ansible_port", draft_.keep_value(std::to_string(*expanded.port)), at}});
        std::vector<std::string> known;
        for (const std::string& name : expanded.names) {
            if (draft_.has_host(name)) {
                known.push_back(name);
            } else {
                draft_.host(name, at).vars.push_back(port);
            }
        }
        if (known.empty()) return;
        findings_.warning(
            at,
            fmt::format("the port {} behind the name is passed over: {} stood in the inventory before",
                        *expanded.port, fold(known, 60)),
            "write \"ansible_port\" into the variables of the host");
    }

    void add_host(const std::string& group, const std::string& name, const Position& at,
                  const Definitions* vars) {
        HostDraft& host = draft_.host(name, at);
        if (vars != nullptr) host.vars.push_back(vars);
        if (host.groups.insert(group).second) draft_.group(group).hosts.push_back(draft_.index_of(name));
    }

    void read_vars(const std::string& group, const yaml::Node& node) {
        Definitions vars = read_variables(document_, node, fmt::format("group {}", group), findings_);
        const auto priority = std::find_if(
            vars.begin(), vars.end(), [](const Definition& d) { return d.name == "ansible_group_priority"; });
        if (priority != vars.end()) {
            read_priority(group, *priority);
            vars.erase(priority);
        }
        draft_.group(group).vars.push_back(draft_.keep(std::move(vars)));
    }

    void read_priority(const std::string& group, const Definition& definition) {
        if (const auto value = yaml::as_integer(*definition.value)) {
            draft_.group(group).priority = *value;
        } else {
            findings_.error(definition.at, "ansible_group_priority must be a whole number",
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
    Draft& draft_;
    Findings& findings_;
};

}  // namespace

void read_group(const yaml::Document& document, const yaml::Node::Entry& entry, Draft& draft,
                Findings& findings) {
    GroupReader(document, draft, findings).read(entry);
}

}  // namespace clientpush
