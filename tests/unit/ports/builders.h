#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ports/client.h"
#include "ports/site.h"

namespace clientpush {

/// A primary on HTTP 8080 (alternative 80) and HTTPS 8443, published to corp.example.
inline Site primary(const std::string& code = "ABC") {
    Site site;
    site.code = code;
    site.ports.http = {8080, Port{80}};
    site.ports.https = {8443, std::nullopt};
    site.publishes_to = {"corp.example"};
    return site;
}

/// The same as it was before the change: 80 and 443.
inline Site primary_on_usual_ports(const std::string& code = "ABC") {
    Site site = primary(code);
    site.ports = SitePorts{};
    return site;
}

inline Site secondary(const std::string& code, const std::string& parent) {
    Site site;
    site.code = code;
    site.kind = SiteKind::secondary;
    site.parent = parent;
    return site;
}

inline Site cas(const std::string& code) {
    Site site;
    site.code = code;
    site.kind = SiteKind::cas;
    return site;
}

inline Sites sites_of(const std::vector<Site>& all) {
    Sites sites;
    for (const Site& site : all) sites[site.code] = site;
    return sites;
}

inline PortsSeen seen_on(std::optional<Port> http, std::optional<Port> https = std::nullopt) {
    PortsSeen seen;
    seen.http = http;
    seen.https = https;
    return seen;
}

/// A Windows client of ABC that is joined to corp.example, on the intranet, over HTTP: every fact known.
inline Client domain_client(const std::string& name = "ws-1", PortsSeen seen = seen_on(81)) {
    Client client;
    client.name = name;
    client.site = "ABC";
    client.platform = Platform::windows;
    client.membership = Membership::domain;
    client.forest = "corp.example";
    client.location = Location::intranet;
    client.protocol = Protocol::http;
    client.seen = std::move(seen);
    client.has_address = true;
    return client;
}

inline Client workgroup_client(const std::string& name = "kiosk-1", PortsSeen seen = seen_on(81)) {
    Client client = domain_client(name, std::move(seen));
    client.membership = Membership::workgroup;
    client.forest.reset();
    return client;
}

}  // namespace clientpush
