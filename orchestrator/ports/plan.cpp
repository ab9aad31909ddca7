#include "ports/plan.h"

#include <tuple>

#include "ports/change_warnings.h"

namespace clientpush {
namespace {

using Choice = std::pair<Action, std::string>;

/// An agent that runs, and ports on record that can be replaced.
bool fits_switch(const Client& client) {
    return client.healthy.value_or(false) && client.seen.any() && !on_the_internet(client);
}

std::string why_no_switch(const Client& client) {
    if (on_the_internet(client)) return "it is on the internet";
    if (!client.healthy) return "nobody knows whether its agent is healthy";
    if (!*client.healthy) return "its agent is not healthy";
    return "its present ports are not known";
}

Choice choose_method(const Client& client, Methods methods) {
    if (methods.allow_switch && fits_switch(client)) {
        return {Action::switch_ports, "its agent is healthy: setting the ports is enough"};
    }
    if (methods.allow_install) {
        if (!methods.allow_switch) return {Action::install, "switch is not among the methods"};
        return {Action::install, "switch does not fit: " + why_no_switch(client)};
    }
    if (on_the_internet(client)) {
        return {Action::bundle, "it is on the internet and install is not among the methods"};
    }
    if (methods.allow_switch) return {Action::none, "only switch is allowed, and " + why_no_switch(client)};
    return {Action::none, "no method is allowed"};
}

/// Why nothing is to be done whatever the methods are, or "".
std::string nothing_to_do(const Client& client, const Verdict& verdict, Methods methods) {
    if (verdict.outlook == Outlook::cloud) return "the cloud management gateway keeps its port";
    if (verdict.rule == "site-not-known") return "no site is known whose ports it could be given";
    if (verdict.rule == "blocked-on-the-way") return "a push would start nothing before the way is open";
    const bool pushed_anyway = methods.everyone && client.has_address;
    if (pushed_anyway) return "";
    if (verdict.outlook == Outlook::managed) return "its port stays";
    if (verdict.outlook == Outlook::self_heals)
        return "it takes the new ports from Active Directory by itself";
    return "";
}

template <typename Key>
int count_in(const std::map<Key, int>& counts, Key key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

std::string_view to_text(Action action) {
    switch (action) {
        case Action::none:
            return "none";
        case Action::switch_ports:
            return "switch";
        case Action::install:
            return "install";
        case Action::bundle:
            return "bundle";
    }
    return "";
}

int PlanSummary::count(Outlook outlook) const {
    return count_in(by_outlook, outlook);
}

int PlanSummary::count(Action action) const {
    return count_in(by_action, action);
}

int PlanSummary::clients() const {
    int all = 0;
    for (const auto& [outlook, clients] : by_outlook) all += clients;
    return all;
}

void PlanSummary::add(const Client& client, const PlannedClient& planned) {
    ++by_outlook[planned.verdict.outlook];
    ++by_action[planned.action];
    if (!client.location) ++assumed_intranet;
}

std::pair<Action, std::string> choose_action(const Client& client, const Verdict& verdict, Methods methods) {
    const std::string idle = nothing_to_do(client, verdict, methods);
    if (!idle.empty()) return {Action::none, idle};
    if (!client.has_address)
        return {Action::bundle, "the inventory has no address at which a push could reach it"};
    return choose_method(client, methods);
}

PlannedClient plan_client(const Client& client, const Sites& after, Methods methods) {
    PlannedClient planned;
    planned.name = client.name;
    const Site* const serving = serving_site(after, client.site);
    planned.site = serving != nullptr ? serving->code : client.site;
    planned.verdict = outlook(client, after);
    std::tie(planned.action, planned.why) = choose_action(client, planned.verdict, methods);
    planned.facts = client.seen;
    return planned;
}

std::vector<std::string> warnings_about(const std::vector<Client>& clients, const Sites& before,
                                        const Sites& after) {
    ChangeWarnings warnings(before, after);
    for (const Client& client : clients) warnings.add(client);
    return warnings.all();
}

Plan plan_change(const std::vector<Client>& clients, const Sites& before, const Sites& after,
                 Methods methods) {
    Plan plan;
    plan.sites = after;
    plan.site_changes = changes(before, after);
    plan.warnings = warnings_about(clients, before, after);
    std::vector<PlannedClient> planned;
    for (const Client& client : clients) {
        planned.push_back(plan_client(client, after, methods));
        plan.summary.add(client, planned.back());
    }
    plan.clients = std::move(planned);
    return plan;
}

}  // namespace clientpush
