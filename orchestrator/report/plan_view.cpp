#include "report/plan_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "report/words.h"

namespace clientpush {
namespace {

bool is_pushed(const PlannedClient& client) {
    return client.action == Action::install || client.action == Action::switch_ports;
}

bool is_safe(const PlannedClient& client) {
    switch (client.verdict.outlook) {
        case Outlook::managed:
        case Outlook::self_heals:
        case Outlook::cloud:
            return true;
        case Outlook::alternative_only:
        case Outlook::unmanaged:
        case Outlook::unknown:
            break;
    }
    return false;
}

template <typename Chosen>
std::vector<PlanGroup> by_why(const Plan& plan, Chosen chosen) {
    std::vector<PlanGroup> groups;
    for (const PlannedClient& client : plan.clients) {
        if (!chosen(client)) continue;
        auto group = std::ranges::find(groups, client.why, &PlanGroup::title);
        if (group == groups.end()) group = groups.insert(group, {client.why, {}});
        group->names.push_back(client.name);
    }
    return groups;
}

int count(const Plan& plan, Action action) {
    const auto found = plan.summary.by_action.find(action);
    return found == plan.summary.by_action.end() ? 0 : found->second;
}

}  // namespace

std::vector<NamedVerdict> verdicts_of(const Plan& plan) {
    std::vector<NamedVerdict> verdicts;
    verdicts.reserve(plan.clients.size());
    for (const PlannedClient& client : plan.clients) verdicts.push_back({client.name, &client.verdict});
    return verdicts;
}

std::vector<PlanGroup> waves_of(const Plan& plan) {
    std::map<int, Names> waves;
    for (const PlannedClient& client : plan.clients)
        if (is_pushed(client)) waves[client.wave.value_or(0)].push_back(client.name);
    std::vector<PlanGroup> groups;
    for (auto& [wave, names] : waves)
        groups.push_back({wave == 0 ? "one wave" : fmt::format("wave {}", wave), std::move(names)});
    return groups;
}

std::vector<PlanGroup> out_of_reach(const Plan& plan) {
    return by_why(plan, [](const PlannedClient& client) { return client.action == Action::bundle; });
}

std::vector<PlanGroup> left_alone(const Plan& plan) {
    return by_why(
        plan, [](const PlannedClient& client) { return client.action == Action::none && !is_safe(client); });
}

std::string what_a_push_would_do(const Plan& plan) {
    std::vector<std::string> parts;
    if (const int n = count(plan, Action::install); n > 0) parts.push_back(fmt::format("install {}", n));
    if (const int n = count(plan, Action::switch_ports); n > 0) parts.push_back(fmt::format("switch {}", n));
    if (const int n = count(plan, Action::bundle); n > 0)
        parts.push_back(fmt::format("make a bundle for {}", n));
    return parts.empty() ? "do nothing" : fmt::format("{}", fmt::join(parts, ", "));
}

bool nothing_to_do(const Plan& plan) {
    return std::ranges::all_of(plan.clients, [](const PlannedClient& client) {
        const bool kept =
            client.verdict.outlook == Outlook::managed || client.verdict.outlook == Outlook::cloud;
        return kept && client.action == Action::none;
    });
}

std::string next_command(const Plan& plan) {
    if (std::ranges::any_of(plan.clients, is_pushed))
        return "clientpush push PLAYBOOK      (plan --explain RULE tells more)";
    if (plan.summary.count(Outlook::self_heals) > 0)
        return "clientpush verify, in a day   (plan --explain RULE tells more)";
    return "";
}

}  // namespace clientpush
