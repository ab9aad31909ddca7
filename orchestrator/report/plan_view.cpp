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

/// A push goes there and finds, as far as is known, that nothing is to be done.
bool is_only_looked_at(const PlannedClient& client) {
    return client.wave && client.action == Action::none;
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
        if (client.wave || is_pushed(client)) waves[client.wave.value_or(0)].push_back(client.name);
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
    if (const auto n = std::ranges::count_if(plan.clients, is_only_looked_at); n > 0)
        parts.push_back(fmt::format("look at {}{}", n, parts.empty() ? "" : " more"));
    return parts.empty() ? "do nothing" : fmt::format("{}", fmt::join(parts, ", "));
}

bool nothing_to_do(const Plan& plan) {
    return std::ranges::all_of(plan.clients, [](const PlannedClient& client) {
        const bool kept =
            client.verdict.outlook == Outlook::managed || client.verdict.outlook == Outlook::cloud;
        return kept && client.action == Action::none;
    });
}

std::string next_step(const Plan& plan, const PlanBasis& basis) {
    if (std::ranges::any_of(plan.clients, is_pushed))
        return (basis.what_if ? "change the sites in the inventory, then: " : "") + basis.push;
    if (plan.summary.count(Outlook::self_heals) > 0) return "clientpush verify, in a day";
    return "";
}

}  // namespace clientpush
