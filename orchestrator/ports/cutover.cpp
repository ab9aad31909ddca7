#include "ports/cutover.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "ports/cutover_steps.h"

namespace clientpush {
namespace {

const Site& primary_named(const Sites& sites, const std::string& code) {
    const auto found = sites.find(code);
    if (found == sites.end()) {
        throw Error(Error::Kind::usage, "unknown-site", fmt::format("there is no site {}", code),
                    "name a primary site of the inventory");
    }
    const Site& site = found->second;
    if (site.kind == SiteKind::secondary) {
        throw Error(Error::Kind::usage, "not-a-primary",
                    fmt::format("{} inherits the ports of {}", code, site.parent),
                    fmt::format("ask for the cut-over of {}", site.parent));
    }
    if (site.kind == SiteKind::cas) {
        throw Error(Error::Kind::usage, "not-a-primary",
                    fmt::format("{} is a central administration site and has no clients", code),
                    "ask for the cut-over of one of its primaries");
    }
    return site;
}

Site with_alternatives_retired(Site site) {
    site.ports.http.alternative.reset();
    site.ports.https.alternative.reset();
    return site;
}

/// Gathers each port once that is neither of the two that stay.
class Retiring {
public:
    explicit Retiring(const Site& site) : site_(site) {}

    void add(const SitePorts& earlier) {
        add("http", earlier.http, site_.ports.http.standard);
        add("https", earlier.https, site_.ports.https.standard);
    }

    std::vector<SiteChange> result() && { return std::move(found_); }

private:
    void add(const std::string& service, const ServicePorts& earlier, Port stays) {
        add(service, earlier.standard, stays);
        if (earlier.alternative) add(service, *earlier.alternative, stays);
    }

    void add(const std::string& service, Port port, Port stays) {
        if (port == site_.ports.http.standard || port == site_.ports.https.standard) return;
        const SiteChange change{site_.code, service, std::to_string(port), std::to_string(stays)};
        if (std::ranges::find(found_, change) == found_.end()) found_.push_back(change);
    }

    const Site& site_;
    std::vector<SiteChange> found_;
};

std::vector<SiteChange> retiring_ports(const Site& site, const std::vector<SitePorts>& history) {
    Retiring retiring(site);
    for (const SitePorts& generation : history) retiring.add(generation);
    retiring.add(site.ports);
    return std::move(retiring).result();
}

/// Closing a port is for good: a port of which nobody knows when it was seen proves no client safe.
Verdict judge_retired(const Client& client, const Sites& retired, Time proof_since) {
    Verdict verdict = outlook(client, retired);
    const bool proved = client.seen.at && *client.seen.at >= proof_since;
    if (verdict.outlook != Outlook::managed || proved) return verdict;
    Client unproved = client;
    unproved.seen = {};
    Verdict open = outlook(unproved, retired);
    open.reason += client.seen.at
                       ? "; seen on the right port last at " + to_text(*client.seen.at) + ", too long ago"
                       : "; nothing says when its ports were seen (ports_seen), or only a future time";
    return open;
}

/// A client that nobody can place may be one of this site's.
bool concerns(const Client& client, const Sites& sites, const Site& site) {
    const Site* const serving = serving_site(sites, client.site);
    return serving == nullptr || serving->code == site.code;
}

}  // namespace

Cutover judge_cutover(const std::vector<Client>& clients, const Sites& sites, const std::string& site,
                      const std::vector<SitePorts>& history, const std::set<std::string>& waived,
                      Time proof_since) {
    const Site& primary = primary_named(sites, site);
    Sites retired = sites;
    retired[site] = with_alternatives_retired(primary);

    Cutover cutover;
    cutover.site = site;
    cutover.retiring = retiring_ports(primary, history);
    int of_site = 0;
    for (const Client& client : clients) {
        if (!concerns(client, sites, primary)) continue;
        ++of_site;
        const Verdict verdict = judge_retired(client, retired, proof_since);
        if (verdict.outlook == Outlook::managed || verdict.outlook == Outlook::cloud) {
            ++cutover.clear;
        } else if (waived.contains(client.name)) {
            cutover.waived.push_back(client.name);
        } else {
            cutover.blockers.push_back({client.name, verdict});
        }
    }
    if (of_site == 0) {
        throw Error(
            Error::Kind::usage, "no-clients",
            fmt::format("no client of the inventory is assigned to {}, so nothing can be said of it", site),
            "give an inventory that has its clients");
    }
    cutover.steps = cutover_steps(cutover, primary, history);
    return cutover;
}

}  // namespace clientpush
