#include "inventory/ansible_json.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace clientpush {
namespace {

using yaml::Node;

/// ["a", "b"] becomes {a: , b: }. A name that stands twice counts once, as in Ansible.
void list_to_mapping(const yaml::Document& document, Node& list, Findings& findings) {
    if (list.kind != Node::Kind::sequence) return;
    Node mapping;
    mapping.kind = Node::Kind::mapping;
    mapping.line = list.line;
    mapping.column = list.column;
    std::unordered_map<std::string, bool> seen;
    for (Node& item : list.items) {
        if (item.kind != Node::Kind::scalar) {
            findings.error(document.at(item),
                           "a name should stand here, and not " + std::string(kind_of(item)),
                           "write the name in quotes");
        } else if (seen.emplace(item.text, true).second) {
            mapping.entries.push_back({item.text, item.line, item.column, {}});
        }
    }
    list = std::move(mapping);
}

Node* find(Node& mapping, std::string_view key) {
    const auto found = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                    [&](const Node::Entry& entry) { return entry.key == key; });
    return found == mapping.entries.end() ? nullptr : &found->value;
}

class Converter {
public:
    Converter(yaml::Document& document, Findings& findings) : document_(document), findings_(findings) {}

    void run() {
        take_host_variables();
        for (Node::Entry& entry : document_.root.entries)
            if (entry.key != "sites") convert_group(entry.value);
        for (Node::Entry& entry : document_.root.entries)
            if (Node* const hosts = entry.key == "sites" ? nullptr : find(entry.value, "hosts"))
                give_variables(*hosts);
        add_ungrouped();
    }

private:
    void take_host_variables() {
        auto& entries = document_.root.entries;
        const auto meta =
            std::find_if(entries.begin(), entries.end(), [](const auto& e) { return e.key == "_meta"; });
        if (meta == entries.end()) return;
        if (Node* const variables = find(meta->value, "hostvars")) {
            if (variables->kind == Node::Kind::mapping) {
                of_hosts_ = std::move(variables->entries);
            } else if (variables->kind != Node::Kind::null) {
                findings_.error(document_.at(*variables),
                                "hostvars must be a mapping of hosts to their variables",
                                "write {\"ws1\": {\"site\": \"ABC\"}}");
            }
        }
        entries.erase(meta);
        for (std::size_t i = 0; i < of_hosts_.size(); ++i) index_.emplace(of_hosts_[i].key, i);
        used_.resize(of_hosts_.size());
    }

    /// An old form has the list of hosts in the group's place.
    void convert_group(Node& group) {
        if (group.kind == Node::Kind::sequence) {
            Node hosts = std::move(group);
            group = {};
            group.kind = Node::Kind::mapping;
            group.line = hosts.line;
            group.column = hosts.column;
            const int line = hosts.line;
            const int column = hosts.column;
            group.entries.push_back({"hosts", line, column, std::move(hosts)});
        }
        for (const char* key : {"hosts", "children"})
            if (Node* const list = find(group, key)) list_to_mapping(document_, *list, findings_);
    }

    void give_variables(Node& hosts) {
        for (Node::Entry& host : hosts.entries) {
            const auto found = index_.find(host.key);
            if (found == index_.end() || used_[found->second]) continue;
            used_[found->second] = true;
            if (host.value.kind == Node::Kind::null) host.value = std::move(of_hosts_[found->second].value);
        }
    }

    void add_ungrouped() {
        Node left;
        left.kind = Node::Kind::mapping;
        for (std::size_t i = 0; i < of_hosts_.size(); ++i)
            if (!used_[i]) left.entries.push_back(std::move(of_hosts_[i]));
        if (left.entries.empty()) return;
        const int line = left.entries.front().line;
        const int column = left.entries.front().column;
        Node group;
        group.kind = Node::Kind::mapping;
        group.entries.push_back({"hosts", line, column, std::move(left)});
        document_.root.entries.push_back({"ungrouped", line, column, std::move(group)});
    }

    yaml::Document& document_;
    Findings& findings_;
    std::vector<Node::Entry> of_hosts_;
    std::unordered_map<std::string, std::size_t> index_;
    std::vector<bool> used_;
};

}  // namespace

void to_yaml_shape(yaml::Document& document, Findings& findings) {
    if (document.root.kind == Node::Kind::mapping) Converter(document, findings).run();
}

}  // namespace clientpush
