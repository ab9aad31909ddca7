#include "report/plan_formats.h"

namespace clientpush {
namespace {

constexpr Outlook outlooks[] = {Outlook::managed,    Outlook::alternative_only,
                                Outlook::self_heals, Outlook::unmanaged,
                                Outlook::cloud,      Outlook::unknown};
constexpr Action actions[] = {Action::install, Action::switch_ports, Action::bundle, Action::none};

std::string_view word_of(PortsSeen::Source source) {
    switch (source) {
        case PortsSeen::Source::inventory:
            return "inventory";
        case PortsSeen::Source::store:
            return "store";
        case PortsSeen::Source::probe:
            return "probe";
    }
    return "";
}

Json json_of(const PortsSeen& facts) {
    return {{"http", or_null(facts.http)},
            {"https", or_null(facts.https)},
            {"at", or_null(facts.at)},
            {"source", word_of(facts.source)},
            {"origin", facts.origin}};
}

Json json_of(const PlanSummary& summary) {
    Json json;
    for (const Outlook outlook : outlooks) json[std::string(to_text(outlook))] = summary.count(outlook);
    json["assumed_intranet"] = summary.assumed_intranet;
    Json by_action;
    for (const Action action : actions) {
        const auto found = summary.by_action.find(action);
        by_action[std::string(to_text(action))] = found == summary.by_action.end() ? 0 : found->second;
    }
    json["actions"] = std::move(by_action);
    return json;
}

std::string text_of(std::optional<Port> port) {
    return port ? std::to_string(*port) : std::string();
}

}  // namespace

Json json_of(const PlannedClient& client) {
    return {{"name", client.name},
            {"site", client.site},
            {"outlook", to_text(client.verdict.outlook)},
            {"rule", client.verdict.rule},
            {"reason", client.verdict.reason},
            {"action", to_text(client.action)},
            {"why", client.why},
            {"wave", client.wave ? Json(*client.wave) : Json()},
            {"facts", json_of(client.facts)}};
}

Json json_of(const Plan& plan) {
    Json changes = Json::array();
    for (const SiteChange& change : plan.site_changes) changes.push_back(json_of(change));
    Json clients = Json::array();
    for (const PlannedClient& client : plan.clients) clients.push_back(json_of(client));
    return {{"site_changes", std::move(changes)},
            {"summary", json_of(plan.summary)},
            {"clients", std::move(clients)},
            {"warnings", Json(plan.warnings)}};
}

Grid grid_of(const Plan& plan) {
    Grid grid;
    grid.columns = {"name", "site", "outlook", "rule", "reason", "action", "why",
                    "wave", "http", "https",   "at",   "source", "origin"};
    for (const PlannedClient& client : plan.clients) {
        const PortsSeen& facts = client.facts;
        grid.rows.push_back({client.name, client.site, std::string(to_text(client.verdict.outlook)),
                             client.verdict.rule, client.verdict.reason, std::string(to_text(client.action)),
                             client.why, client.wave ? std::to_string(*client.wave) : "", text_of(facts.http),
                             text_of(facts.https), facts.at ? to_text(*facts.at) : "",
                             std::string(word_of(facts.source)), facts.origin});
    }
    return grid;
}

}  // namespace clientpush
