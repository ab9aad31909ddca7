#include "integration/windows/rig.h"

#include <fmt/format.h>

#include "support/run_loop.h"

namespace clientpush {

namespace {

class Steps : public Progress {
public:
    explicit Steps(std::function<void(const std::string&)> told) : told_(std::move(told)) {}

    void wave_begins(int, int, int) override {}
    void host_changed(const HostRun& host) override {
        if (told_) told_(host.step);
    }
    void run_notice(const std::string&) override {}

private:
    std::function<void(const std::string&)> told_;
};

}  // namespace

OpenPort::OpenPort() : acceptor_(loop_, {asio::ip::address_v4::loopback(), 0}) {}

WindowsRig::WindowsRig() {
    const auto payload = folder_ / "ccmsetup";
    std::filesystem::copy(CLIENTPUSH_SOURCE_DIR "/payload/ccmsetup", payload);
    std::filesystem::copy_file(windows_folder() / "ccmsetup.exe", payload / "ccmsetup.exe");
    profile_ = std::make_shared<Profile>(load_profile(payload));
    package_ = std::make_shared<Package>(pack(*profile_));
    store_ = std::make_unique<SqliteStore>(
        StateLock::acquire(folder_ / "state" / "state.db", "test", SystemClock().now()));
    ssh::SshOptions options;
    options.user = "windows";
    options.key_files = {host.client_key()};
    options.known_hosts = {host.known_hosts()};
    transport_ = std::make_unique<ssh::SshTransport>(options);
    limits.connect = std::chrono::seconds(60);
    limits.look = std::chrono::seconds(120);
    limits.await = std::chrono::seconds(60);
    limits.reconnect_after = std::chrono::milliseconds(50);
}

Job WindowsRig::job() const {
    Job job;
    job.host.name = "ws-1";
    job.host.address = host.address();
    job.host.port = host.port();
    job.host.client.name = "ws-1";
    job.host.client.protocol = Protocol::http;
    job.site = "ABC";
    job.generation = 1;
    job.http = http.port();
    job.https = https.port();
    job.management_points = {"127.0.0.1"};
    job.profile = profile_;
    job.package = package_;
    job.row.host = "ws-1";
    job.row.site = "ABC";
    job.row.wave = 1;
    return job;
}

Outcome WindowsRig::push(Job job) {
    Run run;
    run.kind = "push";
    run.state = RunState::ended;
    run.id = store_->begin_run(run, {job.row});
    job.row.run = run.id;
    job.fence = store_->claim_run(run.id);
    Steps steps(at_step);
    Services services{*transport_, *store_, clock_, steps,
                      [this] { return fmt::format("{:032x}", ++ids_ + 0x1000); }};
    services.owner = "controller";
    HostJob one(services, limits, std::move(job));
    Outcome outcome = run_loop(loop, one.run());
    Change change;
    change.attempt = outcome.attempt;
    change.record = outcome.record;
    run_loop(loop, store_->commit(std::move(change)));
    return outcome;
}

Job WindowsRig::again(Job job) {
    job.pending.reset();
    for (const Attempt& attempt : store_->attempts_on(job.host.name))
        if (is_open(attempt)) job.pending = attempt;
    return job;
}

}  // namespace clientpush
