#include "inventory/to_yaml.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/names.h"
#include "yaml/document.h"

namespace clientpush {
namespace {

/// What a variable is, whatever its place.
using Value = std::pair<std::string, bool>;
using Values = std::map<std::string, Value>;

/// A word that no reader of YAML takes for anything else.
bool is_plain(const std::string& text) {
    constexpr std::array<std::string_view, 11> taken{"null", "true", "false", "yes", "no", "on",
                                                     "off",  "y",    "n",     "nan", "inf"};
    constexpr std::string_view more = "_./-";
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    if (text.empty() || std::find(taken.begin(), taken.end(), lower) != taken.end()) return false;
    yaml::Node node;
    node.kind = yaml::Node::Kind::scalar;
    node.text = text;
    if (yaml::as_integer(node)) return true;
    return std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || more.find(c) != more.npos;
           });
}

std::string scalar(const std::string& text) {
    if (is_plain(text)) return text;
    yaml::Node node;
    node.kind = yaml::Node::Kind::scalar;
    node.quoted = true;
    node.text = text;
    return yaml::to_json(node);  // JSON's quotes and escapes are YAML's too
}

std::string written(const Value& value) {
    return value.second ? value.first : scalar(value.first);
}

Values values_of(const Host& host) {
    Values values;
    for (const auto& [name, variable] : host.vars) values[name] = {variable.value, variable.structured};
    return values;
}

/// Keeps what both have.
void keep_common(Values& common, const Values& values) {
    std::erase_if(common, [&](const auto& entry) {
        const auto found = values.find(entry.first);
        return found == values.end() || found->second != entry.second;
    });
}

std::string flow(const Values& values, const Values& without) {
    std::string text;
    for (const auto& [name, value] : values) {
        if (without.contains(name)) continue;
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", scalar(name), written(value));
    }
    return text.empty() ? "" : fmt::format(" {{{}}}", text);
}

class YamlWriter {
public:
    YamlWriter(std::ostream& out, const Inventory& inventory) : out_(out), inventory_(inventory) {}

    void write() {
        std::vector<std::string> order;
        std::map<std::string, std::vector<std::size_t>> by_site;
        for (std::size_t i = 0; i < inventory_.hosts.size(); ++i) {
            const std::string site = inventory_.hosts.facts(i).client.site;
            std::vector<std::size_t>& hosts = by_site[site];
            if (hosts.empty()) order.push_back(site);
            hosts.push_back(i);
        }
        for (const std::string& site : order) write_site(site, by_site[site]);
        for (const auto& [name, group] : inventory_.groups)
            if (name != "all" && name != "ungrouped") write_group(group);
    }

private:
    void write_site(const std::string& site, const std::vector<std::size_t>& hosts) {
        Values common = values_of(inventory_.hosts[hosts.front()]);
        for (const std::size_t index : hosts) keep_common(common, values_of(inventory_.hosts[index]));
        fmt::print(out_, "\n{}:\n", scalar(group_name(site)));
        if (!common.empty()) fmt::print(out_, "  vars:\n");
        for (const auto& [name, value] : common)
            fmt::print(out_, "    {}: {}\n", scalar(name), written(value));
        write_hosts(hosts, common);
    }

    /// Hosts with the same variables stand together, where the first of them stood.
    void write_hosts(const std::vector<std::size_t>& hosts, const Values& common) {
        std::vector<std::pair<std::string, std::vector<std::string>>> alike;
        std::unordered_map<std::string, std::size_t> index;
        for (const std::size_t each : hosts) {
            const Host host = inventory_.hosts[each];
            const std::string own = flow(values_of(host), common);
            const auto [found, is_new] = index.emplace(own, alike.size());
            if (is_new) alike.push_back({own, {}});
            alike[found->second].second.push_back(host.name);
        }
        fmt::print(out_, "  hosts:\n");
        for (const auto& [own, names] : alike)
            for (const std::string& key : as_ranges(names))
                fmt::print(out_, "    {}:{}\n", host_key(key), own);
    }

    void write_group(const Group& group) {
        fmt::print(out_, "\n{}:\n", scalar(group.name));
        if (!group.children.empty()) fmt::print(out_, "  children:\n");
        for (const std::string& child : group.children) fmt::print(out_, "    {}:\n", scalar(child));
        if (group.hosts.empty()) return;
        std::vector<std::string> names;
        for (const std::size_t index : group.hosts) names.emplace_back(inventory_.hosts.name(index));
        fmt::print(out_, "  hosts:\n");
        for (const std::string& key : as_ranges(names)) fmt::print(out_, "    {}:\n", host_key(key));
    }

    /// Brackets are fine inside a key in a block, but not before it.
    static std::string host_key(const std::string& key) {
        if (key.find('[') == std::string::npos) return scalar(key);
        const bool safe =
            std::isalpha(static_cast<unsigned char>(key.front())) != 0 && key.find(':') == key.npos;
        const bool range =
            std::isalpha(static_cast<unsigned char>(key.front())) != 0 && key.find('[') != key.npos;
        return safe || range ? key : "\"" + key + "\"";
    }

    /// Not the name of a group that there is already.
    std::string group_name(const std::string& site) {
        std::string name = site.empty() ? "no_site" : "site_" + site;
        for (char& c : name)
            if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
        while (inventory_.groups.contains(name) || inventory_.hosts.find(name)) name += '_';
        while (!used_.insert(name).second) name += '_';
        return name;
    }

    std::ostream& out_;
    const Inventory& inventory_;
    std::set<std::string> used_;
};

}  // namespace

void write_yaml(std::ostream& out, const Inventory& inventory, const std::string& source) {
    std::string shown = source;
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    fmt::print(out,
               "# Imported from {}: {}.\n"
               "# What the sites listen on belongs here too, or into another file beside this one:\n"
               "# sites:\n"
               "#   ABC: {{kind: primary, ports: {{http: {{default: 80}}, https: {{default: 443}}}}}}\n",
               shown, counted(inventory.hosts.size(), "host"));
    YamlWriter(out, inventory).write();
}

}  // namespace clientpush
