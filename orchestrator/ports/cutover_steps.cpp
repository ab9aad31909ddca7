#include "ports/cutover_steps.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/names.h"

namespace clientpush {
namespace {

using Status = CutoverStep::Status;

constexpr std::size_t names_at_most = 80;

/// What the steps are told from.
struct Evidence {
    const Cutover& judged;
    const Site& site;
    const std::vector<SitePorts>& history;
};

std::string upper(const std::string& service) {
    return service == "http" ? "HTTP" : "HTTPS";
}

std::string old_ports(const Cutover& judged) {
    std::vector<std::string> each;
    for (const SiteChange& port : judged.retiring) each.push_back(upper(port.service) + " " + port.before);
    return each.empty() ? "the old ports" : fmt::format("{}", fmt::join(each, ", "));
}

std::string new_ports(const Site& site) {
    return fmt::format("HTTP {}, HTTPS {}", site.ports.http.standard, site.ports.https.standard);
}

std::string servers(const Site& site) {
    if (site.management_points.empty()) return "every management point of " + site.code;
    return fold(site.management_points, names_at_most);
}

std::string blocking(const Cutover& judged, const std::vector<Outlook>& outlooks) {
    std::vector<std::string> names;
    for (const Blocker& blocker : judged.blockers) {
        if (std::ranges::find(outlooks, blocker.verdict.outlook) != outlooks.end())
            names.push_back(blocker.name);
    }
    if (names.empty()) return "";
    return fmt::format("{} ({})", names.size(), fold(names, names_at_most));
}

const ServicePorts& service_of(const SitePorts& ports, const std::string& service) {
    return service == "http" ? ports.http : ports.https;
}

/// The site listens, or listened, on the port that stays and on another one at the same time.
bool was_open_with_another(const std::string& service, const Evidence& evidence) {
    const Port stays = service_of(evidence.site.ports, service).standard;
    const auto both = [&](const SitePorts& ports) {
        const ServicePorts& then = service_of(ports, service);
        return then.alternative && (then.standard == stays || then.alternative == stays);
    };
    return both(evidence.site.ports) || std::ranges::any_of(evidence.history, both);
}

CutoverStep take_stock(const Evidence& evidence) {
    CutoverStep step{"Take stock: inventory and dry run (clientpush plan)", Status::done, ""};
    const std::string unknown = blocking(evidence.judged, {Outlook::unknown});
    if (!unknown.empty()) {
        step.status = Status::open;
        step.evidence = "clients of which too little is known: " + unknown;
    } else {
        step.evidence = "of every client enough is known for a verdict";
    }
    return step;
}

CutoverStep open_firewalls(const Evidence& evidence) {
    return {"Open the firewalls between clients and site for the new ports", Status::cannot_tell,
            fmt::format("look at the rules for {}; a push lets every host try first, and starts nothing "
                        "where it is blocked",
                        new_ports(evidence.site))};
}

CutoverStep bind_both(const Evidence& evidence) {
    return {"Let IIS listen on the old and the new ports", Status::cannot_tell,
            fmt::format("look at the bindings on {}, and on the servers of its secondaries: {} next to {}",
                        servers(evidence.site), new_ports(evidence.site), old_ports(evidence.judged))};
}

CutoverStep listen_on_both(const Evidence& evidence) {
    std::vector<std::string> together;
    std::vector<std::string> never;
    for (const std::string service : {"http", "https"}) {
        const auto retires = [&](const SiteChange& port) { return port.service == service; };
        if (std::ranges::none_of(evidence.judged.retiring, retires)) continue;
        std::vector<std::string>& list = was_open_with_another(service, evidence) ? together : never;
        list.push_back(
            fmt::format("{} {}", upper(service), service_of(evidence.site.ports, service).standard));
    }
    CutoverStep step{"Add the new port to the site as the alternative, so that it listens on both",
                     Status::cannot_tell, "no earlier ports are on record"};
    if (!never.empty() && evidence.judged.blockers.empty()) {
        step.evidence = fmt::format("passed over for {}; nobody needs it any more", fmt::join(never, ", "));
    } else if (!never.empty()) {
        step.status = Status::open;
        step.evidence = fmt::format("never open together with an old port: {}", fmt::join(never, ", "));
    } else if (!together.empty()) {
        step.status = Status::done;
        step.evidence = fmt::format("open together with an old port: {}", fmt::join(together, ", "));
    }
    return step;
}

CutoverStep wait_for_directory(const Evidence& evidence) {
    const Site& site = evidence.site;
    const std::string forests = site.publishes_to.empty()
                                    ? "it publishes to no forest"
                                    : fmt::format("look at what every domain controller of {} holds",
                                                  fmt::join(site.publishes_to, ", "));
    return {
        "Check that Active Directory has replicated the new ports, and SRV records of your own",
        Status::cannot_tell,
        fmt::format("{}; look at _mssms_mp_{}._tcp in DNS, where you made such records", forests, site.code)};
}

CutoverStep push_the_blind(const Evidence& evidence) {
    CutoverStep step{"Push the clients that cannot read Active Directory: a few first, then in waves",
                     Status::done, "none is left"};
    const std::string left =
        blocking(evidence.judged, {Outlook::unmanaged, Outlook::alternative_only, Outlook::unknown});
    if (!left.empty()) {
        step.status = Status::open;
        step.evidence = "still to be moved: " + left;
    }
    return step;
}

CutoverStep swap(const Evidence& evidence) {
    const SitePorts& now = evidence.site.ports;
    CutoverStep step{"Swap default and alternative, so that the new port is the default", Status::cannot_tell,
                     "no earlier ports are on record"};
    const bool moved = std::ranges::any_of(evidence.history, [&](const SitePorts& earlier) {
        return earlier.http.standard != now.http.standard || earlier.https.standard != now.https.standard;
    });
    if (moved) {
        step.status = Status::done;
        step.evidence = "the default ports are " + new_ports(evidence.site);
    } else if (now.http.alternative || now.https.alternative) {
        step.status = Status::open;
        step.evidence = fmt::format("on record {} never had other defaults than {}", evidence.site.code,
                                    new_ports(evidence.site));
    }
    return step;
}

CutoverStep verify_again(const Evidence& evidence) {
    CutoverStep step{
        "Verify again and chase the hosts that were off (clientpush verify)", Status::done,
        fmt::format("{} clear, {} waived", evidence.judged.clear, evidence.judged.waived.size())};
    if (!evidence.judged.blockers.empty()) {
        step.status = Status::open;
        step.evidence = fmt::format("{} not proved on the new ports", evidence.judged.blockers.size());
    }
    return step;
}

CutoverStep retire(const Evidence& evidence) {
    CutoverStep step{"Close " + old_ports(evidence.judged), Status::open, ""};
    const SitePorts& now = evidence.site.ports;
    if (!now.http.alternative && !now.https.alternative) {
        step.status = Status::cannot_tell;
        step.evidence =
            "the site has no alternative any more; look at the bindings on " + servers(evidence.site);
    } else {
        step.evidence =
            evidence.judged.blockers.empty() ? "nothing is in the way" : "not yet: clients still need them";
    }
    return step;
}

}  // namespace

std::vector<CutoverStep> cutover_steps(const Cutover& judged, const Site& site,
                                       const std::vector<SitePorts>& history) {
    const Evidence evidence{judged, site, history};
    return {take_stock(evidence),     open_firewalls(evidence),     bind_both(evidence),
            listen_on_both(evidence), wait_for_directory(evidence), push_the_blind(evidence),
            swap(evidence),           verify_again(evidence),       retire(evidence)};
}

}  // namespace clientpush
