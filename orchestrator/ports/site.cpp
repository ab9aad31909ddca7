#include "ports/site.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace clientpush {
namespace {

std::string text_of(Port port) {
    return std::to_string(port);
}

std::string text_of(const std::optional<Port>& port) {
    return port ? text_of(*port) : std::string();
}

using Values = std::vector<std::pair<std::string, std::string>>;

/// Everything of a site that a change is about, by service.
Values values_of(const Site& site) {
    return {{"http", text_of(site.ports.http.standard)},
            {"http.alternative", text_of(site.ports.http.alternative)},
            {"https", text_of(site.ports.https.standard)},
            {"https.alternative", text_of(site.ports.https.alternative)},
            {"notification", text_of(site.ports.notification)},
            {"wake_on_lan", text_of(site.ports.wake_on_lan)},
            {"website", std::string(to_text(site.website))}};
}

/// Of the site that says what this one listens on; of itself when there is no other.
Values effective_values(const Sites& sites, const std::string& code) {
    const Site* const serving = serving_site(sites, code);
    return values_of(serving != nullptr ? *serving : sites.at(code));
}

}  // namespace

const Site* serving_site(const Sites& sites, std::string_view code) {
    const auto found = sites.find(code);
    if (found == sites.end()) return nullptr;
    const Site& site = found->second;
    if (site.kind == SiteKind::primary) return &site;
    if (site.kind == SiteKind::cas) return nullptr;
    const auto parent = sites.find(site.parent);
    if (parent == sites.end() || parent->second.kind != SiteKind::primary) return nullptr;
    return &parent->second;
}

std::vector<SiteChange> changes(const Sites& before, const Sites& after) {
    std::vector<SiteChange> found;
    for (const auto& [code, site] : before) {
        if (!after.contains(code)) continue;
        const Values old_values = effective_values(before, code);
        const Values new_values = effective_values(after, code);
        for (std::size_t i = 0; i < old_values.size(); ++i) {
            const auto& [service, value] = old_values[i];
            if (value != new_values[i].second) found.push_back({code, service, value, new_values[i].second});
        }
    }
    return found;
}

std::optional<Port> parse_port(std::string_view text) {
    Port port = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc{} || stopped != end || port == 0) return std::nullopt;
    return port;
}

std::string_view to_text(Website website) {
    return website == Website::smsweb ? "SMSWEB" : "default";
}

std::string to_text(const ServicePorts& ports) {
    if (!ports.alternative) return text_of(ports.standard);
    return fmt::format("{}, alternative {}", ports.standard, *ports.alternative);
}

}  // namespace clientpush
