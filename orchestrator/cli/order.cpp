#include "cli/order.h"

#include <algorithm>
#include <unordered_set>

#include "ssh/jump_spec.h"

namespace clientpush {

namespace {

/// Makes the jobs of one order, each when its turn has come.
class JobMaker {
public:
    JobMaker(const OrderInput& input, std::int64_t fence) : input_(input), fence_(fence) {
        for (const PortGeneration& generation : input.store.generations())
            generations_[generation.site] = generation.number;
    }

    /// The next host of the order, and whether this payload has ever been on its way to it.
    void add(bool had_payload) { had_payload_.push_back(had_payload); }

    Job operator()(std::size_t index, const std::string& host) const {
        Job job;
        job.host = input_.inventory.find(host).value();
        job.fence = fence_;
        job.profile = input_.profile;
        job.package = input_.package;
        job.methods = input_.request.playbook.methods;
        job.rollback = input_.request.playbook.rollback;
        job.look_only = input_.look_only;
        fill_in(job.host, input_.request.settings);
        if (const Site* site = serving_site(input_.sites, job.host.client.site)) {
            job.site = site->code;
            job.http = site->ports.http.standard;
            job.https = site->ports.https.standard;
            job.management_points = site->management_points;
            const auto generation = generations_.find(site->code);
            job.generation = generation == generations_.end() ? 0 : generation->second;
        }
        const PortsSeen& seen = job.host.client.seen;
        job.guess =
            input_.package && !had_payload_[index] && (seen.http != job.http || seen.https != job.https);
        return job;
    }

private:
    OrderInput input_;
    std::int64_t fence_;
    std::map<std::string, std::int64_t> generations_;
    std::vector<bool> had_payload_;
};

/// The jump hosts that the inventory or the command line names for a host. Who logs in there makes no
/// difference.
std::vector<std::string> jump_hosts_to(const OrderInput& input, const std::string& name) {
    const auto index = input.inventory.hosts.find(name);
    if (!index) return {};
    Host host = input.inventory.hosts.facts(*index);
    fill_in(host, input.request.settings);
    std::vector<std::string> names;
    try {
        for (const Endpoint& each : ssh::jump_hosts_of(host.jump))
            names.push_back(each.name + ":" + std::to_string(each.port));
    } catch (const Error&) {
        names.clear();  // the connection will say what is wrong
    }
    return names;
}

/// False for a host that is no longer there, or of a kind that this profile is not for: it ends here.
bool may_be_touched(const OrderInput& input, HostRun& row) {
    const auto index = input.inventory.hosts.find(row.host);
    if (!index) {
        row.state = HostState::skipped;
        row.reason = "left-the-inventory";
        row.detail = "it is no longer in the inventory";
        return false;
    }
    const auto platform = input.inventory.hosts.facts(*index).client.platform;
    const std::vector<Platform>& fitting = input.profile->platforms;
    if (!platform || fitting.empty() || std::ranges::find(fitting, *platform) != fitting.end()) return true;
    row.state = HostState::failed;
    row.reason = "profile-does-not-fit";
    row.detail = "profile " + input.profile->name + " is not for " + std::string(to_text(*platform));
    return false;
}

}  // namespace

void fill_in(Host& host, const Settings& settings) {
    const auto fill = [](std::string& text, const std::string& otherwise) {
        if (text.empty()) text = otherwise;
    };
    fill(host.user, settings.user);
    fill(host.private_key_file, settings.private_key);
    fill(host.password_file,
         settings.ask_pass ? std::string(Secrets::asked_login) : settings.connection_password_file);
    fill(host.transport, settings.transport);
    fill(host.jump, settings.jump);
    if (!host.become) host.become = settings.become;
    fill(host.become_user, settings.become_user);
    fill(host.become_password_file,
         settings.ask_become_pass ? std::string(Secrets::asked_become) : settings.become_password_file);
}

std::vector<HostRun> rows_of(const Plan& plan, Time now) {
    std::vector<HostRun> rows;
    int position = 0;
    for (const PlannedClient& client : plan.clients) {
        ++position;
        if (!client.wave) continue;
        HostRun row;
        row.host = client.name;
        row.position = position;
        row.site = client.site;
        row.wave = *client.wave;
        row.since = now;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<HostRun> rows_to_look_at(const Inventory& inventory, const std::vector<std::size_t>& selected,
                                     Time now) {
    std::vector<HostRun> rows;
    for (const std::size_t index : selected) {
        const Host host = inventory.hosts.facts(index);
        if (!host.client.has_address) continue;
        HostRun row;
        row.host = host.name;
        row.position = static_cast<int>(index) + 1;
        row.site = host.client.site;
        row.wave = 1;
        row.since = now;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::map<std::string, std::int64_t> record_generations(Store& store, const Sites& sites, Time now) {
    std::map<std::string, std::int64_t> numbers;
    for (const auto& [code, site] : sites)
        if (site.kind == SiteKind::primary)
            numbers[code] = store.record_generation(code, site.ports, site.website, now).number;
    for (const auto& [code, site] : sites)
        if (const Site* serving = serving_site(sites, code); serving != nullptr && serving->code != code)
            numbers[code] = numbers[serving->code];
    return numbers;
}

RunOrder make_order(const OrderInput& input, Run run, std::vector<HostRun> rows) {
    const Time now = SystemClock().now();
    JobMaker maker(input, input.store.claim_run(run.id));

    RunOrder order;
    order.run = std::move(run);
    order.playbook = input.request.playbook;
    if (input.look_only) order.playbook.gate.logins_refused = 0;  // a look is no run that could be resumed
    for (const auto& [code, site] : input.sites)
        if (const Site* serving = serving_site(input.sites, code)) order.served_by[code] = serving->code;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        HostRun& row = rows[i];
        row.run = order.run.id;
        order.waves = std::max(order.waves, row.wave);
        if (class_of(row.state) == StateClass::open && !may_be_touched(input, row)) {
            row.since = now;
            Change change;
            change.host = row;
            input.store.note(std::move(change));
        }
        bool had_payload = false;
        for (Attempt& attempt : input.store.attempts_on(row.host)) {
            had_payload = had_payload || (input.package && attempt.package == input.package->digest);
            if (is_open(attempt)) order.pending.emplace(i, std::move(attempt));
        }
        maker.add(had_payload);
    }
    order.hosts = std::move(rows);
    order.make_job = std::move(maker);
    order.jump_hosts = [input](const std::string& host) { return jump_hosts_to(input, host); };
    return order;
}

void supersede_older_runs(Store& store, const Run& run, const std::vector<HostRun>& rows, Time now) {
    std::unordered_set<std::string> taken;
    for (const HostRun& row : rows) taken.insert(row.host);
    for (const Run& older : store.runs()) {
        if (older.id == run.id || older.kind == "verify") continue;
        for (HostRun& row : store.hosts_of(older.id)) {
            const auto before = older.generations.find(row.site);
            const auto current = run.generations.find(row.site);
            const bool newer = before != older.generations.end() && current != run.generations.end() &&
                               current->second > before->second;
            if (!newer || class_of(row.state) != StateClass::open || !taken.contains(row.host)) continue;
            row.state = HostState::superseded;
            row.reason = "newer-generation";
            row.detail = "run " + std::to_string(run.id) + " carries newer ports";
            row.next_at.reset();
            row.since = now;
            Change change;
            change.host = std::move(row);
            store.note(std::move(change));
        }
    }
}

}  // namespace clientpush
