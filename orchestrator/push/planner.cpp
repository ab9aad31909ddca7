#include "push/planner.h"

#include <algorithm>
#include <map>

#include "push/waves.h"

namespace clientpush {

namespace {

constexpr const char* waived = "waived";

bool is_pushed(Action action) {
    return action == Action::switch_ports || action == Action::install;
}

/// A bare push also goes to those that need nothing as far as is known: the look decides.
std::vector<bool> looked_at(const std::vector<Client>& clients, const Plan& plan, const Playbook& playbook) {
    std::vector<bool> looked(clients.size(), false);
    if (!playbook.methods.everyone) return looked;
    for (std::size_t i = 0; i < clients.size(); ++i) {
        const auto [action, why] = choose_action(clients[i], plan.clients[i].verdict, playbook.methods);
        looked[i] = is_pushed(action) && plan.clients[i].why != waived;
    }
    return looked;
}

/// A playbook that names outlooks pushes exactly those; what it does not name is left alone, and says so.
void apply_selection(Plan& plan, const std::vector<Client>& clients, const Playbook& playbook) {
    Methods everyone = playbook.methods;
    everyone.everyone = true;
    for (std::size_t i = 0; i < plan.clients.size(); ++i) {
        PlannedClient& planned = plan.clients[i];
        const bool named =
            playbook.outlooks.empty() ||
            std::ranges::find(playbook.outlooks, planned.verdict.outlook) != playbook.outlooks.end();
        if (!named) {
            if (planned.action == Action::bundle) continue;
            planned.action = Action::none;
            planned.why = "not selected by the playbook";
        } else if (!playbook.outlooks.empty() && planned.action == Action::none) {
            std::tie(planned.action, planned.why) = choose_action(clients[i], planned.verdict, everyone);
        }
    }
}

void skip_waived(Plan& plan, const std::set<std::string>& hosts) {
    for (PlannedClient& client : plan.clients) {
        if (!hosts.contains(client.name)) continue;
        client.action = Action::none;
        client.why = waived;
    }
}

void check_groups(const Inventory& inventory, const Playbook& playbook) {
    for (const WaveSpec& wave : playbook.waves)
        if (const auto* group = std::get_if<std::string>(&wave); group && !inventory.groups.contains(*group))
            throw Error(
                Error::Kind::usage, "wave-group-unknown",
                "the playbook has a wave `" + *group + "`, and the inventory has no such group",
                "name a group (clientpush inventory graph shows them), a share such as 10%, or a number");
}

void deal(Plan& plan, const PlanInput& input, const Playbook& playbook, const std::vector<bool>& looked) {
    std::map<std::string, std::vector<std::string>> groups_of;
    const bool by_group = std::ranges::any_of(
        playbook.waves, [](const WaveSpec& wave) { return std::holds_alternative<std::string>(wave); });
    if (by_group)
        for (const auto& [name, group] : input.inventory.groups)
            for (const std::size_t index : input.inventory.members(name))
                groups_of[std::string(input.inventory.hosts.name(index))].push_back(name);
    std::vector<WaveMember> members;
    std::vector<PlannedClient*> pushed;
    for (std::size_t i = 0; i < plan.clients.size(); ++i) {
        PlannedClient& client = plan.clients[i];
        if (!is_pushed(client.action) && !looked[i]) continue;
        members.push_back({client.name, groups_of[client.name]});
        pushed.push_back(&client);
    }
    const std::vector<int> waves = deal_waves(members, playbook.waves);
    for (std::size_t i = 0; i < pushed.size(); ++i) pushed[i]->wave = waves[i];
}

/// The last look found the right port on a client that is not managed all the same: gone, stopped, on another
/// site, or without its management point. Such a port proves nothing, and nothing older than that look does.
bool is_doubtful(const HostRecord& record, const Client& client, const Sites& sites) {
    const bool older = client.seen.at && record.contacted_at && *client.seen.at > *record.contacted_at;
    const Site* serving = serving_site(sites, client.site);
    const bool right_site = serving == nullptr || record.site.empty() || record.site == serving->code;
    const bool wrong = record.healthy == false || record.reaches == false || !right_site;
    if (older || !wrong) return false;
    const Outlook port_alone = outlook(client, sites).outlook;
    return port_alone == Outlook::managed || port_alone == Outlook::alternative_only;
}

void learn(Client& client, const HostRecord& record, const Sites& sites) {
    client.seen = newest(client.seen, record.seen);
    client.healthy = record.healthy;
    if (is_doubtful(record, client, sites)) client.seen = PortsSeen{};
}

}  // namespace

std::vector<Client> known_clients(const PlanInput& input) {
    std::map<std::string_view, const HostRecord*> records;
    for (const HostRecord& record : input.records) records[record.host] = &record;
    std::vector<Client> clients;
    clients.reserve(input.selected.size());
    for (const std::size_t index : input.selected) {
        Client client = input.inventory.hosts.facts(index).client;
        if (client.seen.at && *client.seen.at > input.now)
            client.seen.at.reset();  // nobody has seen the future
        if (const auto record = records.find(client.name); record != records.end())
            learn(client, *record->second, input.after);
        if (const auto record = input.probed.find(client.name); record != input.probed.end())
            learn(client, record->second, input.after);
        if (const auto way = input.ways.find(client.name); way != input.ways.end()) {
            client.way_http = way->second.http;
            client.way_https = way->second.https;
        }
        if (input.stale_after) client.seen = unless_stale(client.seen, *input.stale_after, input.now);
        clients.push_back(std::move(client));
    }
    return clients;
}

Plan plan_push(const PlanInput& input, const Playbook& playbook) {
    const std::vector<Client> clients = known_clients(input);
    Methods needed = playbook.methods;
    needed.everyone = false;
    Plan plan = plan_change(clients, input.before, input.after, needed);
    apply_selection(plan, clients, playbook);
    skip_waived(plan, input.waived);
    check_groups(input.inventory, playbook);
    deal(plan, input, playbook, looked_at(clients, plan, playbook));
    plan.summary.by_action.clear();
    for (const PlannedClient& client : plan.clients) ++plan.summary.by_action[client.action];
    return plan;
}

Sites as_last_pushed(const Sites& sites, const std::vector<PortGeneration>& generations) {
    Sites result = sites;
    for (const PortGeneration& generation : generations) {  // by site, then number: the latest stays
        const auto site = result.find(generation.site);
        if (site == result.end()) continue;
        site->second.ports = generation.ports;
        site->second.website = generation.website;
    }
    return result;
}

}  // namespace clientpush
