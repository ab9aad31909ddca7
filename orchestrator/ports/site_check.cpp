#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "ports/site.h"

namespace clientpush {
namespace {

constexpr Port wsus_http = 8530;
constexpr Port wsus_https = 8531;

using Findings = std::vector<SiteFinding>;

struct RequestPort {
    std::string field;
    std::string name;
    Port port;
};

void add_service(std::vector<RequestPort>& all, const std::string& key, const std::string& name,
                 const ServicePorts& service) {
    all.push_back({"ports." + key, name, service.standard});
    if (service.alternative) {
        all.push_back({"ports." + key + ".alternative", name + " alternative", *service.alternative});
    }
}

std::vector<RequestPort> request_ports(const SitePorts& ports) {
    std::vector<RequestPort> all;
    add_service(all, "http", "HTTP", ports.http);
    add_service(all, "https", "HTTPS", ports.https);
    return all;
}

void check_range(const Site& site, Findings& found) {
    std::vector<RequestPort> all = request_ports(site.ports);
    all.push_back({"ports.notification", "notification", site.ports.notification});
    all.push_back({"ports.wake_on_lan", "Wake-on-LAN", site.ports.wake_on_lan});
    for (const RequestPort& each : all) {
        if (each.port != 0) continue;
        found.push_back(
            {true, site.code, each.field,
             fmt::format("the {} port of {} is 0, which is outside 1-65535", each.name, site.code),
             "give it a port from 1 to 65535"});
    }
}

void check_distinct(const Site& site, Findings& found) {
    const std::vector<RequestPort> all = request_ports(site.ports);
    for (auto second = all.begin(); second != all.end(); ++second) {
        const auto first = std::find_if(all.begin(), second, [&](const RequestPort& earlier) {
            return earlier.port == second->port && earlier.port != 0;
        });
        if (first == second) continue;
        found.push_back({true, site.code, second->field,
                         fmt::format("{} and {} of {} are both {}: one port serves only one of them",
                                     first->name, second->name, site.code, second->port),
                         fmt::format("give {} another port", second->name)});
    }
}

std::string taken_by(Port port, const SitePorts& ports) {
    if (port == ports.notification) return "client notification";
    if (port == wsus_http || port == wsus_https) return "WSUS";
    return "";
}

void check_clashes(const Site& site, Findings& found) {
    for (const RequestPort& each : request_ports(site.ports)) {
        const std::string other = taken_by(each.port, site.ports);
        if (other.empty()) continue;
        found.push_back(
            {false, site.code, each.field,
             fmt::format("{} of {} is {}, the port of {}", each.name, site.code, each.port, other),
             fmt::format("choose another port, or make sure that no server of {} runs both", site.code)});
    }
}

void check_https_left(const Site& site, Findings& found) {
    if (site.ports.https.standard == 443 || site.ports.https.standard == 0) return;
    found.push_back(
        {false, site.code, "ports.https",
         fmt::format("HTTPS of {} is {}, not 443: firewalls on the way of clients on the internet "
                     "may block it",
                     site.code, site.ports.https.standard),
         "open the port on every firewall between those clients and the site, or keep 443"});
}

void check_primary(const Sites& sites, const Site& site, Findings& found) {
    const auto parent = sites.find(site.parent);
    const bool parent_is_cas = parent != sites.end() && parent->second.kind == SiteKind::cas;
    if (!site.parent.empty() && !parent_is_cas) {
        found.push_back(
            {true, site.code, "parent",
             fmt::format("the parent of primary {} is {}, which is no central administration site", site.code,
                         site.parent),
             "name a site of kind cas as its parent, or none"});
    }
    check_range(site, found);
    check_distinct(site, found);
    check_clashes(site, found);
    check_https_left(site, found);
}

void check_secondary(const Sites& sites, const Site& site, Findings& found) {
    const Site* const primary = serving_site(sites, site.code);
    if (primary == nullptr) {
        const std::string given = site.parent.empty() ? "none" : site.parent;
        found.push_back(
            {true, site.code, "parent",
             fmt::format("secondary {} needs a primary as its parent, and has {}", site.code, given),
             "name a site of kind primary as its parent"});
    }
    const std::string whose = primary != nullptr ? primary->code : "its primary";
    if (site.ports != SitePorts{}) {
        found.push_back({true, site.code, "ports",
                         fmt::format("{} inherits the ports of {} and cannot have its own", site.code, whose),
                         fmt::format("remove the ports of {}; set those of {}", site.code, whose)});
    }
    if (primary != nullptr && site.website != Website::standard && site.website != primary->website) {
        found.push_back({true, site.code, "website",
                         fmt::format("{} takes its website from {}, which is on the {} one", site.code, whose,
                                     to_text(primary->website)),
                         fmt::format("remove the website of {}; set that of {}", site.code, whose)});
    }
}

void check_cas(const Site& site, Findings& found) {
    if (!site.parent.empty()) {
        found.push_back({true, site.code, "parent",
                         fmt::format("{} is a central administration site and has parent {}: nothing stands "
                                     "above it",
                                     site.code, site.parent),
                         "remove its parent"});
    }
    if (site.ports != SitePorts{}) {
        found.push_back(
            {false, site.code, "ports",
             fmt::format("{} is a central administration site: no client uses its ports", site.code),
             "remove its ports"});
    }
}

/// What a client meets that comes from another site.
std::string request_text(const Site& site) {
    return fmt::format("HTTP {}; HTTPS {}; website {}", to_text(site.ports.http), to_text(site.ports.https),
                       to_text(site.website));
}

std::vector<const Site*> primaries(const Sites& sites) {
    std::vector<const Site*> found;
    for (const auto& [code, site] : sites) {
        if (site.kind == SiteKind::primary) found.push_back(&site);
    }
    return found;
}

/// The first primary that differs from those before it, or null.
const Site* odd_primary(const Sites& sites) {
    const std::vector<const Site*> all = primaries(sites);
    const auto odd = std::ranges::find_if(
        all, [&](const Site* site) { return request_text(*site) != request_text(*all.front()); });
    return odd == all.end() ? nullptr : *odd;
}

}  // namespace

std::string roaming_risk(const Sites& sites) {
    if (odd_primary(sites) == nullptr) return "";
    std::vector<std::string> each;
    for (const Site* site : primaries(sites)) {
        each.push_back(fmt::format("{} ({})", site->code, request_text(*site)));
    }
    return fmt::format("primary sites differ: {}; a client that roams from one to another may not reach it",
                       fmt::join(each, ", "));
}

std::vector<SiteFinding> check(const Sites& sites) {
    Findings found;
    for (const auto& [code, site] : sites) {
        if (site.kind == SiteKind::primary) check_primary(sites, site, found);
        if (site.kind == SiteKind::secondary) check_secondary(sites, site, found);
        if (site.kind == SiteKind::cas) check_cas(site, found);
    }
    if (const Site* const odd = odd_primary(sites)) {
        found.push_back({false, odd->code, "ports", roaming_risk(sites),
                         "give every primary the same ports and website, if clients roam between them"});
    }
    return found;
}

}  // namespace clientpush
