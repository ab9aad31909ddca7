#include "push/planner.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "ports/change_warnings.h"
#include "push/waves.h"

namespace clientpush {

namespace {

constexpr const char* waived = "waived";

bool is_pushed(Action action) {
    return action == Action::switch_ports || action == Action::install;
}

void check_groups(const Inventory& inventory, const Playbook& playbook) {
    for (const WaveSpec& wave : playbook.waves)
        if (const auto* group = std::get_if<std::string>(&wave); group && !inventory.groups.contains(*group))
            throw Error(
                Error::Kind::usage, "wave-group-unknown",
                "the playbook has a wave `" + *group + "`, and the inventory has no such group",
                "name a group (clientpush inventory graph shows them), a share such as 10%, or a number");
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

/// Everything that a client's line of a plan follows from. Two passes make a plan: the first counts and deals
/// waves, the second is whoever asks for the clients.
class Planner {
public:
    Planner(std::shared_ptr<const PlanInput> input, const Playbook& playbook)
        : input_(std::move(input)), playbook_(playbook), clients_(*input_) {
        needed_.everyone = false;
        everyone_.everyone = true;
    }

    std::size_t size() const { return clients_.size(); }

    /// What all clients together say; deals the waves on the way.
    void survey(Plan& plan) {
        ChangeWarnings warnings(input_->before, input_->after);
        std::vector<std::uint32_t> pushed;
        for (std::size_t i = 0; i < size(); ++i) {
            const Client client = clients_[i];
            const PlannedClient planned = judge(client);
            warnings.add(client);
            plan.summary.add(client, planned);
            if (!goes_to(client, planned)) continue;
            pushed.push_back(static_cast<std::uint32_t>(i));
            if (planned.action == Action::none) ++plan.summary.looked_at;
        }
        deal(pushed);
        plan.warnings = warnings.all();
    }

    PlannedClient at(std::size_t index) const { return with_wave(judge(clients_[index]), index); }

private:
    PlannedClient judge(const Client& client) const {
        PlannedClient planned = plan_client(client, input_->after, needed_);
        select(planned, client);
        if (!input_->waived.empty() && input_->waived.contains(client.name)) {
            planned.action = Action::none;
            planned.why = waived;
        }
        return planned;
    }

    /// A playbook that names outlooks pushes exactly those; what it does not name is left alone, and says so.
    void select(PlannedClient& planned, const Client& client) const {
        const auto& outlooks = playbook_.outlooks;
        if (outlooks.empty()) return;
        const bool named = std::ranges::find(outlooks, planned.verdict.outlook) != outlooks.end();
        if (named && planned.action == Action::none) {
            std::tie(planned.action, planned.why) = choose_action(client, planned.verdict, everyone_);
        } else if (!named && planned.action != Action::bundle) {
            planned.action = Action::none;
            planned.why = "not selected by the playbook";
        }
    }

    /// A bare push also goes to those that need nothing as far as is known: the look decides.
    bool goes_to(const Client& client, const PlannedClient& planned) const {
        if (is_pushed(planned.action)) return true;
        if (!playbook_.methods.everyone || planned.why == waived) return false;
        return is_pushed(choose_action(client, planned.verdict, playbook_.methods).first);
    }

    void deal(const std::vector<std::uint32_t>& pushed) {
        std::map<std::string, std::vector<bool>, std::less<>> members;
        for (const WaveSpec& wave : playbook_.waves) {
            const auto* const group = std::get_if<std::string>(&wave);
            if (group == nullptr) continue;
            std::vector<bool>& is_member = members[*group];
            is_member.resize(input_->inventory.hosts.size());
            for (const std::size_t index : input_->inventory.members(*group)) is_member[index] = true;
        }
        const auto is_in = [&](std::size_t host, const std::string& group) {
            return members.find(group)->second[input_->selected[pushed[host]]];
        };
        const std::vector<int> waves = deal_waves(pushed.size(), playbook_.waves, is_in);
        waves_.assign(size(), 0);
        for (std::size_t i = 0; i < pushed.size(); ++i) waves_[pushed[i]] = waves[i];
    }

    PlannedClient with_wave(PlannedClient planned, std::size_t index) const {
        if (waves_[index] != 0) planned.wave = waves_[index];
        return planned;
    }

    std::shared_ptr<const PlanInput> input_;
    Playbook playbook_;
    Methods needed_ = playbook_.methods;
    Methods everyone_ = playbook_.methods;
    KnownClients clients_;
    std::vector<int> waves_;  ///< by place in the selection; 0 for none
};

}  // namespace

KnownClients::KnownClients(const PlanInput& input) : input_(input) {
    for (const HostRecord& record : input.records) records_[record.host] = &record;
}

Client KnownClients::operator[](std::size_t index) const {
    Client client = input_.inventory.hosts.facts(input_.selected[index]).client;
    if (client.seen.at && *client.seen.at > input_.now) client.seen.at.reset();  // nobody has seen the future
    if (const auto record = records_.find(client.name); record != records_.end())
        learn(client, *record->second, input_.after);
    if (const auto record = input_.probed.find(client.name); record != input_.probed.end())
        learn(client, record->second, input_.after);
    if (const auto way = input_.ways.find(client.name); way != input_.ways.end()) {
        client.way_http = way->second.http;
        client.way_https = way->second.https;
    }
    if (input_.stale_after) client.seen = unless_stale(client.seen, *input_.stale_after, input_.now);
    return client;
}

std::vector<Client> known_clients(const PlanInput& input) {
    const KnownClients known(input);
    std::vector<Client> clients;
    clients.reserve(known.size());
    for (std::size_t i = 0; i < known.size(); ++i) clients.push_back(known[i]);
    return clients;
}

Plan plan_push(std::shared_ptr<const PlanInput> input, const Playbook& playbook) {
    check_groups(input->inventory, playbook);
    Plan plan;
    plan.sites = input->after;
    plan.site_changes = changes(input->before, input->after);
    const auto planner = std::make_shared<Planner>(std::move(input), playbook);
    planner->survey(plan);
    plan.clients =
        PlannedClients(planner->size(), [planner](std::size_t index) { return planner->at(index); });
    return plan;
}

Plan plan_push(PlanInput input, const Playbook& playbook) {
    return plan_push(std::make_shared<const PlanInput>(std::move(input)), playbook);
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
