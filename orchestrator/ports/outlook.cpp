#include "ports/outlook.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "ports/forest.h"

namespace clientpush {
namespace {

enum class Fact { protocol, http_port, https_port, platform, membership, forest };

/// A verdict under way: with the facts whose absence keeps it from being known.
struct Judgement {
    Outlook outlook = Outlook::unknown;
    std::string rule;
    std::string reason;
    std::set<Fact> missing;
};

std::string_view upper(Protocol protocol) {
    return protocol == Protocol::http ? "HTTP" : "HTTPS";
}

std::string rule_for_missing(Fact fact) {
    switch (fact) {
        case Fact::protocol:
            return "protocol-not-known";
        case Fact::http_port:
        case Fact::https_port:
            return "seen-port-not-known";
        case Fact::platform:
            return "platform-not-known";
        case Fact::membership:
            return "membership-not-known";
        case Fact::forest:
            return "forest-not-known";
    }
    return "";
}

std::string_view words(Fact fact) {
    switch (fact) {
        case Fact::protocol:
            return "the protocol that it uses";
        case Fact::http_port:
            return "the HTTP port that it was last seen on";
        case Fact::https_port:
            return "the HTTPS port that it was last seen on";
        case Fact::platform:
            return "its platform";
        case Fact::membership:
            return "its membership (domain or workgroup)";
        case Fact::forest:
            return "its forest";
    }
    return "";
}

/// What is known when `fact` is not: `branches` has one judgement for each of its values, the ordinary first.
Judgement without(Fact fact, const std::vector<Judgement>& branches) {
    const Judgement& ordinary = branches.front();
    const bool same_outlook =
        std::ranges::all_of(branches, [&](const Judgement& b) { return b.outlook == ordinary.outlook; });
    const bool same_missing =
        std::ranges::all_of(branches, [&](const Judgement& b) { return b.missing == ordinary.missing; });
    if (same_outlook && same_missing) return ordinary;

    Judgement open;
    open.rule = same_outlook ? ordinary.rule : rule_for_missing(fact);
    if (same_outlook) open.reason = ordinary.reason;
    open.missing.insert(fact);
    for (const Judgement& branch : branches)
        open.missing.insert(branch.missing.begin(), branch.missing.end());
    return open;
}

Judgement lost_in(const std::string& forest, const Site& site) {
    const std::string told = site.publishes_to.empty()
                                 ? fmt::format("{} publishes its ports to no forest", site.code)
                                 : fmt::format("{} publishes its ports to {}, not to {}", site.code,
                                               fmt::join(site.publishes_to, ", "), forest);
    return {Outlook::unmanaged, "forest-not-published", told, {}};
}

// Rules 4 to 8: can a client whose port goes away learn the new one? Each function is one rule and passes on.

Judgement by_forest(const Client& client, const Site& site) {
    if (!client.forest) {
        Judgement not_published = lost_in("its forest", site);
        if (site.publishes_to.empty()) return not_published;
        return without(Fact::forest, {{Outlook::self_heals, "reads-ad", "", {}}, not_published});
    }
    if (!publishes_to(site, *client.forest)) return lost_in(*client.forest, site);
    return {Outlook::self_heals,
            "reads-ad",
            fmt::format("it reads the ports of {} from Active Directory (forest {}), perhaps a day later",
                        site.code, *client.forest),
            {}};
}

Judgement by_membership(const Client& client, const Site& site) {
    const Judgement workgroup{Outlook::unmanaged,
                              "workgroup-cannot-read-ad",
                              "a workgroup client cannot read Active Directory",
                              {}};
    if (!client.membership) return without(Fact::membership, {by_forest(client, site), workgroup});
    return client.membership == Membership::workgroup ? workgroup : by_forest(client, site);
}

Judgement by_location(const Client& client, const Site& site) {
    switch (location_of(client)) {
        case Location::internet_only:
            return {Outlook::unmanaged,
                    "internet-only",
                    "an internet-only client cannot read Active Directory",
                    {}};
        case Location::internet:
            return {Outlook::unmanaged,
                    "on-the-internet",
                    "it is on the internet now and cannot read Active Directory",
                    {}};
        case Location::intranet:
        case Location::cmg:
            break;
    }
    return by_membership(client, site);
}

Judgement by_platform(const Client& client, const Site& site) {
    const auto blind = [](std::string_view platform) -> Judgement {
        return {Outlook::unmanaged,
                "platform-cannot-read-ad",
                fmt::format("a client on {} does not read Active Directory", platform),
                {}};
    };
    if (!client.platform) {
        return without(Fact::platform, {by_location(client, site), blind("linux"), blind("macos")});
    }
    return client.platform == Platform::windows ? by_location(client, site)
                                                : blind(to_text(*client.platform));
}

/// No port was ever seen: only a client that learns every port by itself is safe.
Judgement unseen(Protocol protocol, const Judgement& otherwise) {
    const std::string never = fmt::format("it was never seen on an {} port", upper(protocol));
    if (otherwise.outlook == Outlook::self_heals) {
        Judgement heals = otherwise;
        heals.reason = never + ", but " + otherwise.reason;
        return heals;
    }
    const Fact fact = protocol == Protocol::http ? Fact::http_port : Fact::https_port;
    Judgement open{Outlook::unknown, rule_for_missing(fact), "", otherwise.missing};
    open.missing.insert(fact);
    if (otherwise.outlook == Outlook::unmanaged) open.reason = otherwise.reason;
    return open;
}

// Rules 2 and 3: does the port stay?
Judgement by_port(const Client& client, const Site& site, Protocol protocol) {
    const bool http = protocol == Protocol::http;
    const std::optional<Port>& seen = http ? client.seen.http : client.seen.https;
    const ServicePorts& listens = http ? site.ports.http : site.ports.https;
    if ((http ? client.way_http : client.way_https) == Way::timeout) {
        return {
            Outlook::unmanaged,
            "blocked-on-the-way",
            fmt::format("tried from the client, no management point of {} answers on {} {}: something on the "
                        "way drops it",
                        site.code, upper(protocol), listens.standard),
            {}};
    }
    if (!seen) return unseen(protocol, by_platform(client, site));

    const std::string last = fmt::format("last seen on {} {}", upper(protocol), *seen);
    if (*seen == listens.standard) {
        return {Outlook::managed, "port-kept", fmt::format("{}, the default of {}", last, site.code), {}};
    }
    if (listens.alternative == seen) {
        return {Outlook::alternative_only,
                "port-kept-as-alternative",
                fmt::format("{}, for {} only the alternative to {}: safe until that is retired", last,
                            site.code, listens.standard),
                {}};
    }
    Judgement verdict = by_platform(client, site);
    std::string moved = fmt::format("{}, but {} listens on {}", last, site.code, to_text(listens));
    verdict.reason = verdict.reason.empty() ? moved : moved + "; " + verdict.reason;
    return verdict;
}

Judgement by_protocol(const Client& client, const Site& site) {
    if (client.protocol) return by_port(client, site, *client.protocol);
    const Judgement http = by_port(client, site, Protocol::http);
    const Judgement https = by_port(client, site, Protocol::https);
    Judgement verdict = without(Fact::protocol, {http, https});
    if (http.outlook != https.outlook) {
        verdict.reason = fmt::format("over HTTP it would be {}, over HTTPS {}", to_text(http.outlook),
                                     to_text(https.outlook));
    } else if (verdict.missing.empty()) {
        verdict.reason += "; the same over HTTPS";
    }
    return verdict;
}

Verdict as_verdict(const Judgement& judgement) {
    if (judgement.missing.empty()) return {judgement.outlook, judgement.rule, judgement.reason};
    std::vector<std::string_view> facts;
    for (const Fact fact : judgement.missing) facts.push_back(words(fact));
    std::string reason = fmt::format("not known: {}", fmt::join(facts, ", "));
    if (!judgement.reason.empty()) reason = judgement.reason + "; " + reason;
    return {judgement.outlook, judgement.rule, reason};
}

}  // namespace

std::string_view to_text(Outlook outlook) {
    switch (outlook) {
        case Outlook::managed:
            return "managed";
        case Outlook::alternative_only:
            return "alternative-only";
        case Outlook::self_heals:
            return "self-heals";
        case Outlook::unmanaged:
            return "unmanaged";
        case Outlook::cloud:
            return "cloud";
        case Outlook::unknown:
            return "unknown";
    }
    return "";
}

Verdict outlook(const Client& client, const Site& site) {
    if (location_of(client) == Location::cmg) {
        return {Outlook::cloud, "cloud-fixed-443",
                "it reaches the site through the cloud management gateway, always on 443"};
    }
    return as_verdict(by_protocol(client, site));
}

Verdict outlook(const Client& client, const Sites& sites) {
    if (const Site* const site = serving_site(sites, client.site)) return outlook(client, *site);
    const auto named = sites.find(client.site);
    std::string reason = fmt::format("the inventory describes no site {}", client.site);
    if (client.site.empty()) reason = "it is assigned to no site";
    if (named != sites.end() && named->second.kind == SiteKind::cas) {
        reason = fmt::format("{} is a central administration site, which has no clients", client.site);
    }
    if (named != sites.end() && named->second.kind == SiteKind::secondary) {
        reason = fmt::format("the primary of {} is not described", client.site);
    }
    return {Outlook::unknown, "site-not-known", reason};
}

}  // namespace clientpush
