#include "ports/trace.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ports/forest.h"

namespace clientpush {
namespace {

using Result = RuleStep::Result;

/// What one rule says: it holds (true), does not (false), or cannot tell.
struct Finding {
    std::optional<bool> holds;
    std::string why;
};

Finding at(const Client& client, Location location) {
    const bool taken = !client.location.has_value();
    return {location_of(client) == location,
            fmt::format("its location is {}{}", to_text(location_of(client)), taken ? " (assumed)" : "")};
}

/// Rules 2 and 3 for one protocol.
Finding on_port(std::string_view protocol, std::optional<Port> seen, std::optional<Port> listens,
                const std::string& otherwise) {
    if (!listens) return {false, otherwise};
    if (!seen) return {std::nullopt, fmt::format("no {} port was ever seen", protocol)};
    return {*seen == *listens,
            fmt::format("last seen on {} {}, the site's is {}", protocol, *seen, *listens)};
}

Finding on_port(const Client& client, const Site& site, Protocol protocol, bool alternative) {
    const bool http = protocol == Protocol::http;
    const ServicePorts& listens = http ? site.ports.http : site.ports.https;
    const std::string_view name = http ? "HTTP" : "HTTPS";
    return on_port(name, http ? client.seen.http : client.seen.https,
                   alternative ? listens.alternative : std::optional(listens.standard),
                   fmt::format("{} has no alternative for {}", site.code, name));
}

Finding of_platform(const Client& client) {
    if (!client.platform) return {std::nullopt, "its platform is not known"};
    return {*client.platform != Platform::windows, fmt::format("it runs {}", to_text(*client.platform))};
}

Finding of_membership(const Client& client) {
    if (!client.membership) return {std::nullopt, "its membership is not known"};
    const bool workgroup = *client.membership == Membership::workgroup;
    return {workgroup, workgroup ? "it belongs to a workgroup" : "it is joined to a domain"};
}

Finding of_forest(const Client& client, const Site& site) {
    if (site.publishes_to.empty()) return {true, fmt::format("{} publishes to no forest", site.code)};
    const std::string forests = fmt::format("{}", fmt::join(site.publishes_to, ", "));
    if (!client.forest) return {std::nullopt, "its forest is not known; the site publishes to " + forests};
    return {!publishes_to(site, *client.forest),
            fmt::format("its forest is {}; the site publishes to {}", *client.forest, forests)};
}

/// Walks the rules in their order until one decides for every protocol in question.
class Walk {
public:
    Walk(const Client& client, const Site& site)
        : client_(client), site_(site), verdict_(outlook(client, site).rule) {
        if (client.protocol)
            open_ = {*client.protocol};
        else
            open_ = {Protocol::http, Protocol::https};
    }

    std::vector<RuleStep> steps() && {
        apply("cloud-fixed-443", at(client_, Location::cmg));
        if (verdict_ == "blocked-on-the-way")
            apply("blocked-on-the-way", {true, "its own try to reach the new port was not answered"});
        apply_to_ports("port-kept", false);
        apply_to_ports("port-kept-as-alternative", true);
        apply("platform-cannot-read-ad", of_platform(client_));
        apply("internet-only", at(client_, Location::internet_only));
        apply("on-the-internet", at(client_, Location::internet));
        apply("workgroup-cannot-read-ad", of_membership(client_));
        apply("forest-not-published", of_forest(client_, site_));
        apply("reads-ad", {true, "no rule before it holds"});
        return std::move(steps_);
    }

private:
    void apply(std::string_view rule, Finding finding) {
        if (open_.empty()) return steps_.push_back({rule, Result::not_reached, ""});
        Result result = Result::undecided;
        if (finding.holds == false) result = Result::passed;
        if (finding.holds == true) {
            result = rule == verdict_ ? Result::matched : Result::would_match;
            open_.clear();
        }
        steps_.push_back({rule, result, std::move(finding.why)});
    }

    /// The rule for each protocol that no rule has decided yet.
    void apply_to_ports(std::string_view rule, bool alternative) {
        if (open_.empty()) return steps_.push_back({rule, Result::not_reached, ""});
        std::vector<Protocol> left;
        std::vector<std::string> why;
        bool passed = true;
        for (const Protocol protocol : open_) {
            const Finding finding = on_port(client_, site_, protocol, alternative);
            if (finding.holds != true) left.push_back(protocol);
            passed = passed && finding.holds == false;
            why.push_back(finding.why);
        }
        const bool all = left.empty();
        open_ = std::move(left);
        Result result = passed ? Result::passed : Result::undecided;
        if (rule == verdict_ && all) result = Result::matched;
        steps_.push_back({rule, result, fmt::format("{}", fmt::join(why, "; "))});
    }

    const Client& client_;
    const Site& site_;
    std::string verdict_;
    std::vector<Protocol> open_;  ///< not decided yet
    std::vector<RuleStep> steps_;
};

}  // namespace

std::string_view to_text(Result result) {
    switch (result) {
        case Result::matched:
            return "matched";
        case Result::would_match:
            return "would match";
        case Result::passed:
            return "passed over";
        case Result::undecided:
            return "undecided";
        case Result::not_reached:
            break;
    }
    return "not reached";
}

std::vector<RuleStep> trace(const Client& client, const Sites& sites) {
    const Site* const site = serving_site(sites, client.site);
    return site == nullptr ? std::vector<RuleStep>{} : Walk(client, *site).steps();
}

}  // namespace clientpush
