#include "report/plan_clients.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/data_table.h"
#include "report/site_chart.h"

namespace clientpush {
namespace {

using Kind = DataColumn::Kind;
using Show = DataColumn::Show;

std::vector<DataColumn> columns() {
    std::vector<std::pair<std::string, Tone>> tones;
    for (const Outlook outlook : worst_first) tones.emplace_back(to_text(outlook), tone_of(outlook));
    return {{"Client", Kind::name, Show::always},
            {"Outlook", Kind::choice, Show::always, tones},
            {"Reason", Kind::text, Show::detail},
            {"Site", Kind::choice, Show::wide},
            {"Rule", Kind::choice, Show::wide},
            {"Action", Kind::choice, Show::wide},
            {"Why this action", Kind::text, Show::detail},
            {"Wave", Kind::number, Show::widest},
            {"Seen on", Kind::text, Show::widest},
            {"Source", Kind::choice, Show::widest},
            {"Age", Kind::text, Show::widest},
            {"Seen at", Kind::text, Show::detail},
            {"Seen by", Kind::text, Show::detail},
            {"Other facts", Kind::text, Show::detail}};
}

std::string ports_of(const PortsSeen& seen) {
    if (!seen.any()) return "";
    const auto text = [](std::optional<Port> port) {
        return port ? std::to_string(*port) : std::string("–");
    };
    return fmt::format("{} / {}", text(seen.http), text(seen.https));
}

/// Whole days, so that clients of one day share a word of the table.
std::string age_of(const PortsSeen& seen, const PlanBasis& basis) {
    if (!seen.any()) return "";
    if (!seen.at) return "undated";
    if (!basis.now) return "";
    const auto days = std::chrono::floor<std::chrono::days>(*basis.now - *seen.at).count();
    if (days < 1) return "today";
    return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

/// "lab.yml:14" of "lab.yml:14:9": facts of one line stand together.
std::string line_of(const UsedFact& fact) {
    if (fact.origin.empty()) return std::string(to_text(fact.source));
    return fact.origin.substr(0, fact.origin.rfind(':'));
}

/// "platform windows, membership workgroup (lab.yml:3); location intranet (assumed)".
std::string others_of(const std::vector<UsedFact>& used) {
    std::vector<std::pair<std::string, std::string>> places;
    for (const UsedFact& fact : used) {
        if (fact.fact == Fact::http_port || fact.fact == Fact::https_port) continue;
        const std::string line = line_of(fact);
        auto place = std::ranges::find(places, line, [](const auto& each) { return each.first; });
        if (place == places.end()) place = places.insert(place, {line, ""});
        place->second += fmt::format("{}{} {}", place->second.empty() ? "" : ", ", to_text(fact.fact),
                                     fact.value.empty() ? "unknown" : fact.value);
    }
    std::string text;
    for (const auto& [line, facts] : places)
        text += fmt::format("{}{} ({})", text.empty() ? "" : "; ", facts, line);
    return text;
}

std::vector<std::string> row_of(const PlannedClient& client, const std::vector<UsedFact>& used,
                                const PlanBasis& basis) {
    const PortsSeen& seen = client.facts;
    const Verdict& verdict = client.verdict;
    return {client.name,
            std::string(to_text(verdict.outlook)),
            verdict.reason,
            client.site.empty() ? "no site" : client.site,
            verdict.rule,
            std::string(to_text(client.action)),
            client.why,
            client.wave ? std::to_string(*client.wave) : "",
            ports_of(seen),
            seen.any() ? std::string(to_text(seen.source)) : "never seen",
            age_of(seen, basis),
            seen.at ? to_text(*seen.at) : "",
            seen.any() ? seen.origin : "",
            others_of(used)};
}

}  // namespace

void write_plan_clients(std::ostream& out, const Plan& plan, const PlanBasis& basis,
                        const OnClient& on_client) {
    begin_section(out, "everyone", "Every client");
    write_advice(
        out,
        "Find a client by any word, narrow the list, sort by a heading. Choose a row for its facts and "
        "where they come from.");
    DataTable table(out, "clients", columns());
    for (const PlannedClient& client : plan.clients) {
        const std::vector<UsedFact> used = used_facts(client, plan, basis);
        table.add(row_of(client, used, basis));
        on_client(client, used);
    }
    table.end();
    end_section(out);
}

}  // namespace clientpush
