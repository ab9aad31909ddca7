#include "report/facts.h"
#include "report/json_line.h"
#include "report/plan_formats.h"

namespace clientpush {
namespace {

constexpr Outlook outlooks[] = {Outlook::managed,    Outlook::alternative_only,
                                Outlook::self_heals, Outlook::unmanaged,
                                Outlook::cloud,      Outlook::unknown};
constexpr Action actions[] = {Action::install, Action::switch_ports, Action::bundle, Action::none};

void add_value(JsonLine& line, const UsedFact& used) {
    const bool port = used.fact == Fact::http_port || used.fact == Fact::https_port;
    if (port || used.source == UsedFact::Source::missing)
        line.add("value", parse_port(used.value));
    else
        line.add("value", used.value);
}

void add_facts(JsonLine& line, const PlannedClient& client, const Plan& plan, const PlanBasis& basis) {
    const PortsSeen& seen = client.facts;
    line.begin_object("facts");
    line.add("http", seen.http);
    line.add("https", seen.https);
    line.add("at", seen.at);
    line.add("source", to_text(seen.source));
    line.add("origin", seen.origin);
    line.begin_list("used");
    for (const UsedFact& used : used_facts(client, plan, basis)) {
        line.begin_item();
        line.add("fact", to_text(used.fact));
        add_value(line, used);
        line.add("source", to_text(used.source));
        line.add("origin", used.origin);
        line.add("at", used.at);
        line.end_object();
    }
    line.end_list();
    line.end_object();
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

std::string line_of(const PlannedClient& client, const Plan& plan, const PlanBasis& basis) {
    JsonLine line;
    line.add("name", client.name);
    line.add("site", client.site);
    line.add("outlook", to_text(client.verdict.outlook));
    line.add("rule", client.verdict.rule);
    line.add("reason", client.verdict.reason);
    line.add("action", to_text(client.action));
    line.add("why", client.why);
    line.add("wave", client.wave);
    add_facts(line, client, plan, basis);
    return line.take();
}

void write_plan_json(std::ostream& out, const Plan& plan, const PlanBasis& basis) {
    JsonObject json(out);
    json.add_list("site_changes", plan.site_changes,
                  [](const SiteChange& change) { return json_of(change); });
    json.add("summary", json_of(plan.summary));
    json.add_lines("clients", plan.clients,
                   [&](const PlannedClient& client) { return line_of(client, plan, basis); });
    json.add("warnings", Json(plan.warnings));
    json.end();
}

void write_plan_lines(std::ostream& out, const Plan& plan, const PlanBasis& basis) {
    for (const PlannedClient& client : plan.clients) out << line_of(client, plan, basis) << '\n';
}

}  // namespace clientpush
