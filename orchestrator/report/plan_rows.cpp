#include "report/facts.h"
#include "report/plan_formats.h"
#include "report/rows.h"

namespace clientpush {
namespace {

std::string text_of(std::optional<Port> port) {
    return port ? std::to_string(*port) : std::string();
}

}  // namespace

void write_plan_rows(std::ostream& out, const Plan& plan, Format format) {
    RowWriter rows(out, format,
                   {"name", "site", "outlook", "rule", "reason", "action", "why", "wave", "http", "https",
                    "at", "source", "origin"});
    for (const PlannedClient& client : plan.clients) {
        const PortsSeen& facts = client.facts;
        rows.add({client.name, client.site, std::string(to_text(client.verdict.outlook)), client.verdict.rule,
                  client.verdict.reason, std::string(to_text(client.action)), client.why,
                  client.wave ? std::to_string(*client.wave) : "", text_of(facts.http), text_of(facts.https),
                  facts.at ? to_text(*facts.at) : "", std::string(to_text(facts.source)), facts.origin});
    }
}

}  // namespace clientpush
