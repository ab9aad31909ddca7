#include "report/plan_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace clientpush {
namespace {

bool is_pushed(const PlannedClient& client) {
    return client.action == Action::install || client.action == Action::switch_ports;
}

bool is_safe(Outlook outlook) {
    switch (outlook) {
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

bool is_kept(Outlook outlook) {
    return outlook == Outlook::managed || outlook == Outlook::cloud;
}

void add_by_why(std::vector<PlanGroup>& groups, const PlannedClient& client) {
    auto group = std::ranges::find(groups, client.why, &PlanGroup::title);
    if (group == groups.end()) group = groups.insert(group, {client.why, {}});
    group->names.add(client.name);
}

}  // namespace

PlanView::PlanView(const Plan& plan) {
    std::map<int, FoldedNames> by_wave;
    for (const PlannedClient& client : plan.clients) {
        const Outlook outlook = client.verdict.outlook;
        if (!is_kept(outlook)) verdicts.add(client.name, client.verdict);
        if (client.wave || is_pushed(client)) by_wave[client.wave.value_or(0)].add(client.name);
        if (client.action == Action::bundle) add_by_why(out_of_reach, client);
        if (client.action == Action::none && !is_safe(outlook)) add_by_why(left_alone, client);
    }
    for (auto& [wave, names] : by_wave)
        waves.push_back({wave == 0 ? "one wave" : fmt::format("wave {}", wave), std::move(names)});
}

std::string what_a_push_would_do(const PlanSummary& summary) {
    std::vector<std::string> parts;
    const auto tell = [&](const char* what, int count) {
        if (count > 0) parts.push_back(fmt::format("{} {}", what, count));
    };
    tell("install", summary.count(Action::install));
    tell("switch", summary.count(Action::switch_ports));
    tell("make a bundle for", summary.count(Action::bundle));
    const bool alone = parts.empty();
    tell("look at", summary.looked_at);
    if (parts.empty()) return "do nothing";
    return fmt::format("{}{}", fmt::join(parts, ", "), summary.looked_at > 0 && !alone ? " more" : "");
}

bool nothing_to_do(const PlanSummary& summary) {
    const int all = summary.clients();
    return summary.count(Outlook::managed) + summary.count(Outlook::cloud) == all &&
           summary.count(Action::none) == all;
}

std::string next_step(const PlanSummary& summary, const PlanBasis& basis) {
    if (summary.count(Action::install) + summary.count(Action::switch_ports) > 0)
        return (basis.what_if ? "change the sites in the inventory, then: " : "") + basis.push;
    if (summary.count(Outlook::self_heals) > 0) return "clientpush verify, in a day";
    return "";
}

}  // namespace clientpush
