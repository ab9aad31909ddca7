#include "report/explain_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/facts.h"
#include "report/plan_formats.h"
#include "report/text_writer.h"

namespace clientpush {
namespace {

using Result = RuleStep::Result;

/// The rules as they were tried; a verdict that none of them gave came from a probe, before all of them.
std::vector<RuleStep> steps_of(const PlannedClient& client, const Plan& plan, const Host& host) {
    const Client judged = as_judged(client, host);
    std::vector<RuleStep> steps = trace(judged, plan.sites);
    if (client.verdict == outlook(judged, plan.sites)) return steps;
    for (RuleStep& step : steps)
        if (step.result == Result::matched) step.result = Result::would_match;
    steps.insert(steps.begin(), {client.verdict.rule, Result::matched, client.verdict.reason});
    return steps;
}

std::string words_of(const UsedFact& fact, const PlanBasis& basis) {
    if (fact.source == UsedFact::Source::missing) return "not known";
    if (fact.source == UsedFact::Source::assumed) return fact.value + " (assumed: the inventory says none)";
    std::string words = fmt::format("{}, from the {}", fact.value, to_text(fact.source));
    if (!fact.origin.empty()) words += fmt::format(" ({})", fact.origin);
    const bool port = fact.fact == Fact::http_port || fact.fact == Fact::https_port;
    if (!port) return words;
    if (!fact.at) return words + ", undated";
    words += ", seen " + to_text(*fact.at);
    return basis.now ? fmt::format("{}, {} ago", words, to_text(*basis.now - *fact.at)) : words;
}

std::string ports_of(const PortsSeen& seen) {
    std::string ports;
    if (seen.http) ports = fmt::format("HTTP {}", *seen.http);
    if (seen.https) ports += fmt::format("{}HTTPS {}", ports.empty() ? "" : ", ", *seen.https);
    return ports;
}

/// What the inventory says of the ports, where something else counted.
void write_outvoted(TextWriter& text, const PlannedClient& client, const Host& host) {
    const PortsSeen& said = host.client.seen;
    if (!said.any() || (said.http == client.facts.http && said.https == client.facts.https)) return;
    text.beside(
        "  not counted  ",
        fmt::format("{} of the inventory ({}), {}: newer facts win, and old or doubtful ones do not count",
                    ports_of(said), said.origin, said.at ? "seen " + to_text(*said.at) : "undated"));
}

void write_facts(TextWriter& text, const PlannedClient& client, const Plan& plan, const PlanBasis& basis,
                 const Host& host) {
    text.paragraph(0, "Facts that the verdict used");
    for (const UsedFact& fact : used_facts(client, plan, basis)) {
        const bool known = fact.source != UsedFact::Source::missing;
        text.beside(fmt::format("  {:<11}  ", to_text(fact.fact)), words_of(fact, basis),
                    known ? Colour::plain : Colour::yellow);
    }
    write_outvoted(text, client, host);
    text.gap();
}

void write_steps(TextWriter& text, const std::vector<RuleStep>& steps) {
    if (steps.empty()) return;
    text.paragraph(0, "Rules in their order; the first that matches decides");
    for (const RuleStep& step : steps) {
        if (step.result == Result::not_reached) continue;
        const Colour colour = step.result == Result::matched  ? Colour::green
                              : step.result == Result::passed ? Colour::plain
                                                              : Colour::yellow;
        text.beside(fmt::format("  {:<11}  ", to_text(step.result)),
                    fmt::format("{}: {}", step.rule, step.why), colour);
    }
    std::string rest;
    for (const RuleStep& step : steps)
        if (step.result == Result::not_reached) rest += (rest.empty() ? "" : ", ") + std::string(step.rule);
    if (!rest.empty()) text.beside("  not reached  ", rest);
    text.gap();
}

Colour colour_of(Outlook outlook) {
    switch (outlook) {
        case Outlook::managed:
        case Outlook::cloud:
            return Colour::green;
        case Outlook::unmanaged:
            return Colour::red;
        case Outlook::self_heals:
            return Colour::plain;
        case Outlook::alternative_only:
        case Outlook::unknown:
            break;
    }
    return Colour::yellow;
}

void write_text(std::ostream& out, const PlannedClient& client, const Plan& plan, const PlanBasis& basis,
                const Host& host, Style style) {
    TextWriter text(out, style);
    text.paragraph(
        0, fmt::format("{}: {} ({})", client.name, to_text(client.verdict.outlook), client.verdict.rule),
        colour_of(client.verdict.outlook));
    text.paragraph(2, client.verdict.reason);
    text.gap();
    write_facts(text, client, plan, basis, host);
    write_steps(text, steps_of(client, plan, host));
    const std::string wave = client.wave ? fmt::format(", in wave {}", *client.wave) : "";
    text.paragraph(0, fmt::format("A push would: {}{}", to_text(client.action), wave));
    text.paragraph(2, client.why);
    text.gap();
    text.beside("More: ", fmt::format("clientpush plan --explain {}", client.verdict.rule));
}

Json json_of(const RuleStep& step) {
    return {{"rule", step.rule}, {"result", to_text(step.result)}, {"why", step.why}};
}

}  // namespace

void write_rule(std::ostream& out, const Rule& rule, Format format, Style style) {
    const Json json{{"rule", rule.id}, {"explanation", rule.explanation}, {"source", rule.source}};
    if (format == Format::json) return write_json(out, json);
    if (format == Format::ndjson) return write_json_lines(out, Json::array({json}));
    TextWriter text(out, style);
    text.paragraph(0, rule.id);
    text.gap();
    text.paragraph(0, rule.explanation);
    text.gap();
    text.beside("Source: ", rule.source);
}

void write_explanation(std::ostream& out, const PlannedClient& client, const Plan& plan,
                       const PlanBasis& basis, Format format, Style style) {
    const Host host = basis.host(client.name).value_or(Host{});
    if (format != Format::json && format != Format::ndjson)
        return write_text(out, client, plan, basis, host, style);
    Json json = Json::parse(line_of(client, plan, basis));
    json["rules"] = Json::array();
    for (const RuleStep& step : steps_of(client, plan, host)) json["rules"].push_back(json_of(step));
    if (format == Format::json) return write_json(out, json);
    write_json_lines(out, Json::array({json}));
}

}  // namespace clientpush
