#include "integration/push/rig.h"

#include <fmt/format.h>

namespace clientpush {

PushRig::PushRig(std::vector<std::string> names)
    : fleet(std::move(names), {{old_http, new_http, https}, "root"}),
      profile_(std::make_shared<Profile>(
          load_profile(std::filesystem::path(CLIENTPUSH_SOURCE_DIR) / "payload/demo-client"))),
      package_(std::make_shared<Package>(pack(*profile_))),
      store_(std::make_unique<SqliteStore>(
          StateLock::acquire(fleet.scratch() / "state" / "state.db", "test", SystemClock().now()))) {
    limits.connect = std::chrono::seconds(30);
    limits.await = std::chrono::seconds(2);
    limits.reconnect_after = std::chrono::milliseconds(50);
    forget_connections();
}

void PushRig::forget_connections() {
    ssh::SshOptions options;
    options.user = "root";
    options.key_files = {fleet.login_key()};
    options.known_hosts = {fleet.known_hosts()};
    transport_ = std::make_unique<ssh::SshTransport>(options);
}

Services PushRig::services() {
    Services services{*transport_, *store_, clock_, silence_,
                      [this] { return fmt::format("{:032x}", ++ids_ + 0x1000); }};
    services.owner = owner;
    return services;
}

Job PushRig::job(const std::string& host, Port http, const std::map<std::string, std::string>& variables) {
    Job job;
    job.host.name = host;
    job.host.address = fleet.address(host);
    job.host.port = fleet.port();
    job.host.client.name = host;
    job.host.client.protocol = Protocol::http;
    for (const auto& [name, value] : variables) job.host.vars[name] = {value, false, {}};
    job.site = "ABC";
    job.generation = 1;
    job.http = http;
    job.https = https;
    job.management_points = {fleet.management_point()};
    job.profile = profile_;
    job.package = package_;
    job.row.host = host;
    job.row.site = "ABC";
    job.row.wave = 1;
    return job;
}

Outcome PushRig::push(Job job) {
    Run run;
    run.kind = "push";
    run.state = RunState::ended;  // several tries of one test do not get into each other's way
    run.id = store_->begin_run(run, {job.row});
    job.row.run = run.id;
    job.fence = fence ? *fence : store_->claim_run(run.id);
    Services with = services();
    HostJob one(with, limits, std::move(job));
    Outcome outcome = run_loop(loop, one.run());
    Change change;
    change.attempt = outcome.attempt;
    change.record = outcome.record;
    run_loop(loop, store_->commit(std::move(change)));
    return outcome;
}

Job PushRig::again(Job job) {
    job.pending.reset();
    for (const Attempt& attempt : store_->attempts_on(job.host.name))
        if (is_open(attempt)) job.pending = attempt;
    return job;
}

}  // namespace clientpush
