#include "cli/order.h"

#include <algorithm>
#include <unordered_set>

namespace clientpush {

namespace {

std::optional<Attempt> open_attempt(const std::vector<Attempt>& attempts) {
    const auto open = std::ranges::find_if(attempts, [](const Attempt& attempt) {
        return attempt.state == AttemptState::intended || attempt.state == AttemptState::started;
    });
    return open == attempts.end() ? std::nullopt : std::optional(*open);
}

/// What the inventory leaves open is as the command line says.
void fill_in(Host& host, const Settings& settings) {
    const auto fill = [](std::string& text, const std::string& otherwise) {
        if (text.empty()) text = otherwise;
    };
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

/// The payload never went there, and nobody has seen the client on the right ports.
bool nothing_speaks_against_a_guess(const std::vector<Attempt>& attempts, const Job& job) {
    const auto same_payload = [&](const Attempt& attempt) { return attempt.package == job.package->digest; };
    return std::ranges::none_of(attempts, same_payload) &&
           (job.host.client.seen.http != job.http || job.host.client.seen.https != job.https);
}

Job make_job(const OrderInput& input, const Host& host, HostRun row,
             const std::map<std::string, std::int64_t>& generations) {
    Job job;
    job.host = host;
    job.row = std::move(row);
    job.profile = input.profile;
    job.package = input.package;
    job.methods = input.request.playbook.methods;
    job.look_only = input.look_only;
    job.default_user = input.request.settings.user;
    fill_in(job.host, input.request.settings);
    if (const Site* site = serving_site(input.sites, host.client.site)) {
        job.site = site->code;
        job.http = site->ports.http.standard;
        job.https = site->ports.https.standard;
        job.management_points = site->management_points;
        const auto generation = generations.find(site->code);
        job.generation = generation == generations.end() ? 0 : generation->second;
    }
    const std::vector<Attempt> attempts = input.store.attempts_on(host.name);
    job.pending = open_attempt(attempts);
    job.guess = input.package && nothing_speaks_against_a_guess(attempts, job);
    return job;
}

/// A client of a kind that this profile is not for is never touched.
bool fits(const Profile& profile, const Host& host) {
    return !host.client.platform || profile.platforms.empty() ||
           std::ranges::find(profile.platforms, *host.client.platform) != profile.platforms.end();
}

}  // namespace

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
    const std::int64_t fence = input.store.claim_run(run.id);
    std::map<std::string, std::int64_t> generations;
    for (const PortGeneration& generation : input.store.generations())
        generations[generation.site] = generation.number;

    RunOrder order;
    order.run = std::move(run);
    order.playbook = input.request.playbook;
    for (HostRun& row : rows) {
        const std::optional<Host> host = input.inventory.find(row.host);
        row.run = order.run.id;
        const auto end = [&](HostState state, const char* reason, const std::string& detail) {
            row.state = state;
            row.reason = reason;
            row.detail = detail;
            row.since = now;
            Change change;
            change.host = row;
            input.store.note(std::move(change));
        };
        const bool to_do = class_of(row.state) == StateClass::open;
        if (to_do && !host)
            end(HostState::skipped, "left-the-inventory", "it is no longer in the inventory");
        else if (to_do && !fits(*input.profile, *host))
            end(HostState::failed, "profile-does-not-fit",
                "profile " + input.profile->name + " is not for " +
                    std::string(to_text(*host->client.platform)));
        order.waves = std::max(order.waves, row.wave);
        Job job;
        if (host) job = make_job(input, *host, row, generations);
        job.row = row;
        job.fence = fence;
        order.jobs.push_back(std::move(job));
    }
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
