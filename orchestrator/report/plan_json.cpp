#include "report/facts.h"
#include "report/plan_formats.h"

namespace clientpush {
namespace {

constexpr Outlook outlooks[] = {Outlook::managed,    Outlook::alternative_only,
                                Outlook::self_heals, Outlook::unmanaged,
                                Outlook::cloud,      Outlook::unknown};
constexpr Action actions[] = {Action::install, Action::switch_ports, Action::bundle, Action::none};

Json value_of(const UsedFact& used) {
    if (used.source == UsedFact::Source::missing) return {};
    const bool port = used.fact == Fact::http_port || used.fact == Fact::https_port;
    return port ? Json(parse_port(used.value).value_or(0)) : Json(used.value);
}

Json json_of(const UsedFact& used) {
    return {{"fact", to_text(used.fact)},
            {"value", value_of(used)},
            {"source", to_text(used.source)},
            {"origin", used.origin},
            {"at", or_null(used.at)}};
}

Json facts_of(const PlannedClient& client, const Plan& plan, const PlanBasis& basis) {
    const PortsSeen& seen = client.facts;
    Json used = Json::array();
    const std::optional<Host> host =
        basis.inventory == nullptr ? std::nullopt : basis.inventory->find(client.name);
    if (host)
        for (const UsedFact& fact : used_facts(client, plan, *host)) used.push_back(json_of(fact));
    return {{"http", or_null(seen.http)},     {"https", or_null(seen.https)}, {"at", or_null(seen.at)},
            {"source", to_text(seen.source)}, {"origin", seen.origin},        {"used", std::move(used)}};
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

}  // namespace

Json json_of(const PlannedClient& client, const Plan& plan, const PlanBasis& basis) {
    Json json{{"name", client.name}, {"site", client.site}};
    json.update(json_of(client.name, client.verdict));
    json["action"] = to_text(client.action);
    json["why"] = client.why;
    json["wave"] = client.wave ? Json(*client.wave) : Json();
    json["facts"] = facts_of(client, plan, basis);
    return json;
}

void write_plan_json(std::ostream& out, const Plan& plan, const PlanBasis& basis) {
    JsonObject json(out);
    json.add_list("site_changes", plan.site_changes,
                  [](const SiteChange& change) { return json_of(change); });
    json.add("summary", json_of(plan.summary));
    json.add_list("clients", plan.clients,
                  [&](const PlannedClient& client) { return json_of(client, plan, basis); });
    json.add("warnings", Json(plan.warnings));
    json.end();
}

void write_plan_lines(std::ostream& out, const Plan& plan, const PlanBasis& basis) {
    for (const PlannedClient& client : plan.clients) out << one_line(json_of(client, plan, basis)) << '\n';
}

}  // namespace clientpush
