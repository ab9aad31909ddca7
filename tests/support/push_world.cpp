#include "support/push_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/detached.hpp>
#include <stdexcept>

#include "support/files.h"

namespace clientpush {

namespace {

Method method(const std::string& script) {
    Method method;
    method.command = {"sh", "{stage}/" + script, "{properties}"};
    method.properties = {{"CCMHTTPPORT", "{http_port}"}, {"CCMHTTPSPORT", "{https_port}"}};
    method.properties_in_file = true;
    method.exit_codes = {{0, ExitMeaning::verify},
                         {7, ExitMeaning::reboot_pending},
                         {8, ExitMeaning::attach},
                         {9, ExitMeaning::failed},
                         {10, ExitMeaning::restage}};
    method.deadline = std::chrono::minutes(10);
    method.rerun_safe = true;
    return method;
}

asio::awaitable<void> later(FakeClock& clock, Duration when, std::function<void()> deed) {
    co_await clock.sleep(when - clock.elapsed());
    deed();
}

std::optional<Attempt> open_attempt(StoreReader& store, const std::string& host) {
    for (Attempt& attempt : store.attempts_on(host))
        if (is_open(attempt)) return attempt;
    return std::nullopt;
}

}  // namespace

PushWorld::PushWorld() {
    profile.name = "fake";
    profile.folder = folder_.path();
    profile.directory = "/var/lib/clientpush";
    profile.files = {"install.sh", "switch.sh"};
    profile.install = method("install.sh");
    profile.install->properties.push_back({"SMSSITECODE", "{site}"});
    profile.light = method("switch.sh");
    for (const std::string& file : profile.files) write_text(folder_ / file, "text of " + file + "\n");
    package_ = std::make_shared<Package>(pack(profile));
    playbook.name = "test";
}

void PushWorld::add(const std::string& prefix, int count, const std::string& site, int wave) {
    for (int i = 1; i <= count; ++i) {
        const std::string name = prefix + std::to_string(i);
        fleet.add(name, site).host.site = site;
        members_.push_back({name, site, wave});
    }
}

Job PushWorld::job(const std::string& host) {
    const auto member = std::ranges::find(members_, host, &Member::name);
    Job job;
    job.host.name = job.host.address = host;
    job.host.machine_id = fleet.host(host).machine_id;
    job.host.client.name = host;
    job.host.client.protocol = Protocol::http;
    job.site = member->site;
    job.generation = 1;
    job.http = new_http;
    job.https = https;
    job.management_points = {"mp1"};
    job.profile = std::make_shared<Profile>(profile);
    job.package = package_;
    job.methods = playbook.methods;
    job.rollback = playbook.rollback;
    job.row.host = host;
    job.row.position = static_cast<int>(member - members_.begin()) + 1;
    job.row.site = member->site;
    job.row.wave = member->wave;
    job.row.since = clock.now();
    job.pending = open_attempt(store, host);
    return job;
}

RunId PushWorld::begin_run() {
    Run run;
    run.kind = "push";
    run.created_at = clock.now();
    std::vector<HostRun> rows;
    for (const Member& member : members_) rows.push_back(job(member.name).row);
    return store.begin_run(std::move(run), std::move(rows));
}

RunOrder PushWorld::order(RunId run, MemoryStore& state) {
    RunOrder order;
    order.run = state.run(run).value();
    order.playbook = playbook;
    const std::int64_t fence = state.claim_run(run);
    order.hosts = state.hosts_of(run);
    for (std::size_t i = 0; i < order.hosts.size(); ++i) {
        order.waves = std::max(order.waves, order.hosts[i].wave);
        if (auto pending = open_attempt(state, order.hosts[i].host)) order.pending[i] = std::move(*pending);
    }
    order.jump_hosts = [this](const std::string& host) {
        const std::string& behind = fleet[host].behind;
        return behind.empty() ? std::vector<std::string>{} : std::vector{behind};
    };
    order.make_job = [this, fence](std::size_t, const std::string& host) {
        Job one = job(host);
        one.fence = fence;
        one.pending.reset();  // the engine knows it
        return one;
    };
    return order;
}

Services PushWorld::services() {
    return {fleet, store, clock, progress, [this] { return fmt::format("{:032x}", ++ids_); }};
}

RunResult PushWorld::push() {
    return execute(order(begin_run()));
}

RunResult PushWorld::execute(RunOrder order) {
    asio::io_context loop(1);
    Engine engine(services(), limits, loop.get_executor(), 1);
    for (const auto& [when, deed] : meanwhile)
        asio::co_spawn(loop, later(clock, when, [deed = deed, &engine] { deed(engine); }), asio::detached);
    return run_in_virtual_time(loop, clock, engine.execute(std::move(order)));
}

Outcome PushWorld::push_one(Job job) {
    Run run;
    run.kind = "push";
    run.state = RunState::ended;  // several tries of one test do not get into each other's way
    run.id = store.begin_run(run, {job.row});
    job.row.run = run.id;
    job.fence = store.claim_run(run.id);
    asio::io_context loop(1);
    Services with = services();
    HostJob one(with, limits, std::move(job));
    Outcome outcome = run_in_virtual_time(loop, clock, one.run());
    Change change;
    change.attempt = outcome.attempt;
    change.record = outcome.record;
    run_in_virtual_time(loop, clock, store.commit(std::move(change)));
    return outcome;
}

std::string states_of(const std::vector<HostRun>& hosts) {
    std::string states;
    for (const HostRun& host : hosts)
        states += (states.empty() ? "" : ", ") + host.host + " " + std::string(to_text(host.state));
    return states;
}

const HostRun& row_of(const std::vector<HostRun>& hosts, const std::string& name) {
    const auto row = std::ranges::find(hosts, name, &HostRun::host);
    if (row == hosts.end()) throw std::logic_error("no row of " + name);
    return *row;
}

int count_of(const std::vector<HostRun>& hosts, HostState state) {
    return static_cast<int>(std::ranges::count(hosts, state, &HostRun::state));
}

}  // namespace clientpush
