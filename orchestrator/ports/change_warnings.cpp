#include "ports/change_warnings.h"

#include <fmt/format.h>

#include "base/names.h"

namespace clientpush {
namespace {

std::string clients(const FoldedNames& names) {
    constexpr std::size_t names_at_most = 80;
    return fmt::format("{} ({})", counted(names.size(), "client"), names.text(names_at_most));
}

std::string with_secondaries(const Sites& sites, const std::string& primary) {
    std::string text = primary;
    for (const auto& [code, site] : sites) {
        if (site.kind == SiteKind::secondary && site.parent == primary) text += ", " + code;
    }
    return text;
}

}  // namespace

void ChangeWarnings::warn_about_website(Warnings& warnings) const {
    for (const auto& [code, site] : after_) {
        const auto old = before_.find(code);
        if (old == before_.end() || site.kind != SiteKind::primary || old->second.website == site.website)
            continue;
        warnings.push_back(fmt::format(
            "{} moves from the {} website to the {} one: plan this as an outage; management points and "
            "distribution points are removed and installed again, and every client that is already assigned "
            "has to be reconfigured",
            with_secondaries(after_, code), to_text(old->second.website), to_text(site.website)));
    }
}

void ChangeWarnings::warn_about_https(Warnings& warnings) const {
    for (const auto& [code, site] : after_) {
        const auto old = before_.find(code);
        if (old == before_.end() || site.kind != SiteKind::primary) continue;
        if (old->second.ports.https.standard != 443 || site.ports.https.standard == 443) continue;
        const auto names = on_the_internet_.find(code);
        if (names == on_the_internet_.end()) continue;
        warnings.push_back(
            fmt::format("HTTPS of {} leaves 443 for {}: firewalls on the way of {} on the internet may block "
                        "it; open them "
                        "first",
                        code, site.ports.https.standard, clients(names->second)));
    }
}

void ChangeWarnings::warn_about_secondaries(Warnings& warnings) const {
    for (const auto& [code, names] : of_secondaries_) {
        warnings.push_back(
            fmt::format("{} assigned to the secondary {}: no client belongs to a secondary; the ports and "
                        "the site code of "
                        "{} are used",
                        clients(names), code, serving_site(after_, code)->code));
    }
}

/// Refused is not blocked: the way is open, and nothing listens at its end yet.
void ChangeWarnings::warn_about_refusals(Warnings& warnings) const {
    for (const auto& [service, names] : refused_) {
        const SitePorts& ports = after_.at(service.first).ports;
        const bool http = service.second == Protocol::http;
        warnings.push_back(
            fmt::format("no management point of {} listens on {} {} yet, as {} found: bind it before "
                        "anything is moved there",
                        service.first, http ? "HTTP" : "HTTPS",
                        http ? ports.http.standard : ports.https.standard, clients(names)));
    }
}

void ChangeWarnings::add(const Client& client) {
    const Site* const serving = serving_site(after_, client.site);
    if (serving == nullptr) return;
    if (on_the_internet(client)) on_the_internet_[serving->code].add(client.name);
    const auto site = after_.find(client.site);
    if (site != after_.end() && site->second.kind == SiteKind::secondary)
        of_secondaries_[client.site].add(client.name);
    if (client.way_http == Way::refused && client.protocol != Protocol::https)
        refused_[{serving->code, Protocol::http}].add(client.name);
    if (client.way_https == Way::refused && client.protocol != Protocol::http)
        refused_[{serving->code, Protocol::https}].add(client.name);
}

std::vector<std::string> ChangeWarnings::all() const {
    Warnings warnings;
    if (const std::string risk = roaming_risk(after_); !risk.empty()) warnings.push_back(risk);
    warn_about_website(warnings);
    warn_about_https(warnings);
    warn_about_secondaries(warnings);
    warn_about_refusals(warnings);
    return warnings;
}

}  // namespace clientpush
