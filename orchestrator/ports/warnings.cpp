#include <fmt/format.h>

#include <map>
#include <utility>

#include "base/names.h"
#include "ports/plan.h"

namespace clientpush {
namespace {

constexpr std::size_t names_at_most = 80;

using Names = std::vector<std::string>;
using Warnings = std::vector<std::string>;

std::string counted(const Names& names) {
    return fmt::format("{} client{} ({})", names.size(), names.size() == 1 ? "" : "s",
                       fold(names, names_at_most));
}

std::string with_secondaries(const Sites& sites, const std::string& primary) {
    std::string text = primary;
    for (const auto& [code, site] : sites) {
        if (site.kind == SiteKind::secondary && site.parent == primary) text += ", " + code;
    }
    return text;
}

void warn_about_website(const Sites& before, const Sites& after, Warnings& warnings) {
    for (const auto& [code, site] : after) {
        const auto old = before.find(code);
        if (old == before.end() || site.kind != SiteKind::primary || old->second.website == site.website)
            continue;
        warnings.push_back(fmt::format(
            "{} moves from the {} website to the {} one: plan this as an outage; management points and "
            "distribution points are removed and installed again, and every client that is already assigned "
            "has to be reconfigured",
            with_secondaries(after, code), to_text(old->second.website), to_text(site.website)));
    }
}

Names internet_clients_of(const std::vector<Client>& clients, const Sites& sites,
                          const std::string& primary) {
    Names names;
    for (const Client& client : clients) {
        const Site* const serving = serving_site(sites, client.site);
        if (serving != nullptr && serving->code == primary && on_the_internet(client))
            names.push_back(client.name);
    }
    return names;
}

void warn_about_https(const std::vector<Client>& clients, const Sites& before, const Sites& after,
                      Warnings& warnings) {
    for (const auto& [code, site] : after) {
        const auto old = before.find(code);
        if (old == before.end() || site.kind != SiteKind::primary) continue;
        if (old->second.ports.https.standard != 443 || site.ports.https.standard == 443) continue;
        const Names names = internet_clients_of(clients, after, code);
        if (names.empty()) continue;
        warnings.push_back(
            fmt::format("HTTPS of {} leaves 443 for {}: firewalls on the way of {} on the internet may block "
                        "it; open them "
                        "first",
                        code, site.ports.https.standard, counted(names)));
    }
}

void warn_about_secondaries(const std::vector<Client>& clients, const Sites& sites, Warnings& warnings) {
    std::map<std::string, Names> assigned;
    for (const Client& client : clients) {
        const auto site = sites.find(client.site);
        if (site == sites.end() || site->second.kind != SiteKind::secondary) continue;
        if (serving_site(sites, client.site) != nullptr) assigned[client.site].push_back(client.name);
    }
    for (const auto& [code, names] : assigned) {
        warnings.push_back(
            fmt::format("{} assigned to the secondary {}: no client belongs to a secondary; the ports and "
                        "the site code of "
                        "{} are used",
                        counted(names), code, serving_site(sites, code)->code));
    }
}

/// Refused is not blocked: the way is open, and nothing listens at its end yet.
void warn_about_refusals(const std::vector<Client>& clients, const Sites& sites, Warnings& warnings) {
    std::map<std::pair<std::string, Protocol>, Names> refused;
    for (const Client& client : clients) {
        const Site* const serving = serving_site(sites, client.site);
        if (serving == nullptr) continue;
        if (client.way_http == Way::refused && client.protocol != Protocol::https)
            refused[{serving->code, Protocol::http}].push_back(client.name);
        if (client.way_https == Way::refused && client.protocol != Protocol::http)
            refused[{serving->code, Protocol::https}].push_back(client.name);
    }
    for (const auto& [service, names] : refused) {
        const SitePorts& ports = sites.at(service.first).ports;
        const bool http = service.second == Protocol::http;
        warnings.push_back(
            fmt::format("no management point of {} listens on {} {} yet, as {} found: bind it before "
                        "anything is moved there",
                        service.first, http ? "HTTP" : "HTTPS",
                        http ? ports.http.standard : ports.https.standard, counted(names)));
    }
}

}  // namespace

std::vector<std::string> warnings_about(const std::vector<Client>& clients, const Sites& before,
                                        const Sites& after) {
    Warnings warnings;
    if (const std::string risk = roaming_risk(after); !risk.empty()) warnings.push_back(risk);
    warn_about_website(before, after, warnings);
    warn_about_https(clients, before, after, warnings);
    warn_about_secondaries(clients, after, warnings);
    warn_about_refusals(clients, after, warnings);
    return warnings;
}

}  // namespace clientpush
