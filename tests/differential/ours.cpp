#include "differential/ours.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

#include "inventory/pattern.h"
#include "support/files.h"

namespace clientpush {
namespace {

using nlohmann::json;
using Names = std::set<std::string>;

const TempDir& sites_folder() {
    static const TempDir folder;
    return folder;
}

std::string sites_file() {
    static const std::string file =
        write_text(sites_folder() / "sites.yml",
                   "sites: {ABC: {kind: primary}, XYZ: {kind: primary}}\nall: {vars: {site: ABC}}\n");
    return file;
}

std::string word(const json& value) {
    return value.at(1).get<std::string>();
}

bool truth(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text == "yes" || text == "true" || text == "on";
}

/// Numbers that every reader of YAML takes for the same; others stay text with us.
bool is_plain_number(const std::string& text) {
    static const std::regex form(R"(-?(0|[1-9][0-9]*)(\.[0-9]+([eE][-+][0-9]+)?)?)");
    return std::regex_match(text, form);
}

bool same(const json& ours, const json& theirs);

bool same_items(const json& ours, const json& theirs) {
    return ours.is_array() && ours.size() == theirs.size() &&
           std::equal(ours.begin(), ours.end(), theirs.begin(), same);
}

bool same_entries(const json& ours, const json& theirs) {
    if (!ours.is_object() || ours.size() != theirs.size()) return false;
    return std::all_of(theirs.items().begin(), theirs.items().end(), [&](const auto& entry) {
        return ours.contains(entry.key()) && same(ours.at(entry.key()), entry.value());
    });
}

/// A value inside a list or a mapping, where we keep JSON.
bool same(const json& ours, const json& theirs) {
    const std::string kind = theirs.at(0);
    if (kind == "null") return ours.is_null();
    if (kind == "list") return same_items(ours, theirs.at(1));
    if (kind == "map") return same_entries(ours, theirs.at(1));
    if (kind == "truth") return ours.is_boolean() && ours.get<bool>() == truth(word(theirs));
    if (kind == "vault") return ours.is_object() && ours.value("__ansible_vault", "") == word(theirs);
    if (kind == "number" && is_plain_number(word(theirs)))
        return ours.is_number() && ours == json::parse(word(theirs));
    return ours.is_string() && ours == word(theirs);
}

bool same(const Variable& ours, const json& theirs) {
    if (ours.structured) return same(json::parse(ours.value), theirs);
    const std::string kind = theirs.at(0);
    return kind != "null" && kind != "list" && kind != "map" && kind != "vault" && ours.value == word(theirs);
}

class Comparison {
public:
    Comparison(const Question& question, const Ours& ours, const json& ansible)
        : question_(question), inventory_(ours.inventory), ansible_(ansible) {}

    std::string run() {
        compare_hosts();
        compare_groups();
        for (std::size_t i = 0; i < question_.patterns.size(); ++i)
            compare_pattern("pattern", question_.patterns[i], ansible_.at("patterns").at(i));
        for (std::size_t i = 0; i < question_.limits.size(); ++i)
            compare_pattern("limit", question_.limits[i], ansible_.at("limits").at(i));
        return told_;
    }

private:
    template <typename... Args>
    void tell(fmt::format_string<Args...> form, Args&&... args) {
        told_ += fmt::format(form, std::forward<Args>(args)...) + "\n";
    }

    void compare_names(const std::string& what, const Names& ours, const Names& theirs) {
        if (ours != theirs)
            tell("{}: we say [{}], Ansible [{}]", what, fmt::join(ours, " "), fmt::join(theirs, " "));
    }

    static Names keys(const json& object) {
        Names names;
        for (const auto& [key, ignored] : object.items()) names.insert(key);
        return names;
    }

    Names names_of(const std::vector<std::size_t>& indexes) const {
        Names names;
        for (const std::size_t index : indexes) names.insert(inventory_.hosts[index].name);
        return names;
    }

    void compare_hosts() {
        Names names;
        for (const Host& host : inventory_.hosts) names.insert(host.name);
        compare_names("hosts", names, keys(ansible_.at("hosts")));
        for (const Host& host : inventory_.hosts) {
            if (ansible_.at("hosts").contains(host.name))
                compare_variables(host, ansible_.at("hosts").at(host.name));
        }
    }

    void compare_variables(const Host& host, const json& theirs) {
        Names names;
        for (const auto& [name, variable] : host.vars) {
            if (is_added(variable)) continue;
            names.insert(name);
            if (!theirs.contains(name) || same(variable, theirs.at(name))) continue;
            tell("{}.{}: we say {}, Ansible {}", host.name, name, variable.value, theirs.at(name).dump());
        }
        compare_names("variables of " + host.name, names, keys(theirs));
    }

    void compare_groups() {
        Names names;
        for (const auto& [name, group] : inventory_.groups) {
            names.insert(name);
            if (!ansible_.at("groups").contains(name)) continue;
            const json& theirs = ansible_.at("groups").at(name);
            compare_names("members of " + name, names_of(inventory_.members(name)), theirs.at("members"));
            compare_names("children of " + name, Names(group.children.begin(), group.children.end()),
                          theirs.at("children"));
        }
        compare_names("groups", names, keys(ansible_.at("groups")));
    }

    /// Ansible runs with nobody, or says why not; with us nobody is always an error.
    void compare_pattern(const std::string& what, const std::string& pattern, const json& theirs) {
        Names ours;
        std::string refusal;
        try {
            ours = names_of(select(inventory_, pattern));
        } catch (const Error& e) {
            refusal = e.reason();
        }
        const Names expected = theirs.is_array() ? theirs.get<Names>() : Names();
        compare_names(what + " " + pattern + (refusal.empty() ? "" : " (" + refusal + ")"), ours, expected);
    }

    const Question& question_;
    const Inventory& inventory_;
    const json& ansible_;
    std::string told_;
};

}  // namespace

Ours read_ours(const Question& question) {
    std::vector<std::string> sources{sites_file()};
    sources.insert(sources.end(), question.sources.begin(), question.sources.end());
    try {
        LoadedInventory loaded = load_inventory(sources);
        return {std::move(loaded.inventory), std::move(loaded.warnings), {}};
    } catch (const Error& e) {
        return {{}, {}, describe(e)};
    }
}

bool is_added(const Variable& variable) {
    return variable.at.file == sites_file();
}

std::string differences(const Question& question, const Ours& ours, const json& ansible) {
    if (!ours.refusal.empty()) return "we refuse it: " + ours.refusal + "\n";
    if (!ansible.at("error").is_null()) return "Ansible refuses it: " + ansible.at("error").dump() + "\n";
    for (const auto& warning : ansible.at("warnings")) {
        if (warning.get<std::string>().find("arse") != std::string::npos)
            return "Ansible reads only a part: " + warning.dump() + "\n";
    }
    return Comparison(question, ours, ansible).run();
}

}  // namespace clientpush
