#include "differential/listing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "inventory/pattern.h"

namespace clientpush {
namespace {

using nlohmann::json;
using Listing = std::map<std::string, std::map<std::string, std::string>>;

std::string shown(const json& value) {
    if (value.size() == 1) return "null";
    return value.at(1).is_string() ? value.at(1).get<std::string>() : value.at(1).dump();
}

std::string to_text(const Listing& hosts) {
    std::string text;
    for (const auto& [name, variables] : hosts) {
        if (!text.empty()) text += "; ";
        text += name;
        for (const auto& [variable, value] : variables) text += fmt::format(" {}={}", variable, value);
    }
    return text;
}

}  // namespace

std::string listing(const json& ansible) {
    Listing hosts;
    for (const auto& [name, variables] : ansible.at("hosts").items()) {
        for (const auto& [variable, value] : variables.items()) hosts[name][variable] = shown(value);
        hosts.try_emplace(name);
    }
    return to_text(hosts);
}

std::string listing(const Ours& ours) {
    Listing hosts;
    for (const Host& host : ours.inventory.hosts) {
        hosts.try_emplace(host.name);
        for (const auto& [variable, value] : host.vars) {
            if (!is_added(value)) hosts[host.name][variable] = value.value;
        }
    }
    return to_text(hosts);
}

std::string chosen(const json& ansible_pattern) {
    if (!ansible_pattern.is_array()) return "refused: " + ansible_pattern.at("error").get<std::string>();
    return fmt::format("{}", fmt::join(ansible_pattern.get<std::vector<std::string>>(), " "));
}

std::string chosen(const Ours& ours, const std::string& pattern) {
    try {
        std::vector<std::string> names;
        for (const std::size_t index : select(ours.inventory, pattern)) {
            const Host& host = ours.inventory.hosts[index];
            names.push_back(host.name);
        }
        return fmt::format("{}", fmt::join(names, " "));
    } catch (const Error& e) {
        return "refused: " + std::string(e.what());
    }
}

}  // namespace clientpush
