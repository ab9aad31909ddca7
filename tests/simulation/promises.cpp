#include "simulation/promises.h"

#include <algorithm>

namespace clientpush {

namespace {

bool is_right(const FakeHost& host, const Job& job) {
    const auto way = host.ways.find(job.http);
    const bool reaches = way == host.ways.end() || way->second == "open";
    return host.installed && host.agent_running && host.http == job.http && host.https == job.https &&
           host.site == job.site && reaches;
}

}  // namespace

Promises::Promises(PushWorld& world, RunId run) : world_(world), run_(run) {
    for (const auto& [name, machine] : world.fleet.machines()) {
        names_.insert(name);
        machine->host.on_start = [this](const FakeHost::Start& start) { check_start(start); };
    }
}

void Promises::new_controller(const Engine& engine) {
    engine_ = &engine;
    at_work_.clear();
    halted_.reset();
    gate_.begin(world_.store.hosts_of(run_));
    outcome_.reset();
    wave_ = 0;
    logins_before_ = world_.fleet.logins().size();
}

void Promises::rival(const MemoryStore* state) {
    rival_ = state;
    had_rival_ = had_rival_ || state != nullptr;
}

void Promises::broke(const std::string& promise) {
    if (broken_.empty()) broken_ = promise + " (at " + to_text(world_.clock.elapsed()) + ")";
}

void Promises::check_start(const FakeHost::Start& start) {
    if (!started_.insert(start.attempt).second) broke("an attempt was started twice on " + start.host);
    if (start.foreign_at_work) broke("two installers at once on " + start.host);
    if (!survives_a_crash(world_.store, start) && (rival_ == nullptr || !survives_a_crash(*rival_, start)))
        broke("an installer was started that a crash would forget, on " + start.host);
    if (!had_rival_) check_start_of_one(start);
}

bool Promises::survives_a_crash(MemoryStore state, const FakeHost::Start& start) {
    state.crash();
    const auto attempts = state.attempts_on(start.host);
    return std::ranges::find(attempts, start.attempt, &Attempt::id) != attempts.end();
}

/// What a controller promises that has the hosts for itself.
void Promises::check_start_of_one(const FakeHost::Start& start) {
    const FakeHost& host = world_.host(start.host);
    if (is_right(host, world_.job(start.host)) && host.lies.empty())
        broke("an installer was started on a host that is right: " + start.host);
    if (host.was_interrupted() && !world_.profile.install->rerun_safe)
        broke("an installer that may not be run again was, after an interrupted one, on " + start.host);
    if (halted_ && !intended_when_halted_.contains(start.host))
        broke("an installer was started after the run was halted, on " + start.host);
}

void Promises::host_changed(const HostRun& host) {
    if (host.state == HostState::running) {
        const bool is_new = at_work_.insert_or_assign(host.host, host.step).second;
        if (is_new && halted_ && halted_ < world_.clock.elapsed())
            broke(host.host + " was begun after the run was halted");
    } else {
        at_work_.erase(host.host);
        outcome_ = host;
    }
    gate_.told(host);
    check_rows();
}

void Promises::wave_begins(int wave, int, int) {
    if (wave <= wave_) broke("waves out of order");
    wave_ = wave;
}

void Promises::check_rows() {
    std::set<std::string> rows;
    for (const HostRun& row : world_.store.hosts_of(run_)) rows.insert(row.host);
    if (rows != names_) broke("a host was lost from the run");
}

void Promises::check() {
    const Limits& limits = world_.playbook.limits;
    const bool halted = engine_->state() == RunState::stopped || engine_->state() == RunState::cancelled;
    check_gate();
    if (halted && !halted_) {
        intended_when_halted_.clear();
        for (const auto& [name, step] : at_work_)
            if (step == "intend" || step == "launch" || step == "await") intended_when_halted_.insert(name);
        halted_ = world_.clock.elapsed();
    }
    if (had_rival_) return;
    if (world_.fleet.most_open() > limits.at_once) broke("more hosts at once than allowed");
    if (world_.fleet.most_open_on_one_host() > 1) broke("two connections to one host");
    for (const char* site : {"ABC", "XYZ"})
        if (limits.per_site && world_.fleet.most_open_at(site) > *limits.per_site)
            broke("more hosts of one site than allowed");
    for (const char* jump_host : {"bastion", "gate"})
        if (limits.per_jump_host && world_.fleet.most_open_at(jump_host) > *limits.per_jump_host)
            broke("more hosts behind one jump host than allowed");
    check_logins();
}

/// Trips when it has to, and only then. A host may have been started that we were not told of yet.
void Promises::check_gate() {
    const GateSpec& gate = world_.playbook.gate;
    const RunState state = engine_->state();
    if (state == RunState::stopped && !halted_ && !gate_.exceeded(gate, 0))
        broke("the gate stopped the run, and no limit was exceeded");
    if (outcome_ && state == RunState::open &&
        gate_.exceeded_by(*outcome_, gate, world_.playbook.limits.at_once))
        broke("the run goes on behind a limit of its gate, after " + outcome_->host);
    outcome_.reset();
}

/// The newest login and the one that lies as many logins back as one second allows.
void Promises::check_logins() {
    const auto& rate = world_.playbook.limits.logins_per_second;
    const auto& logins = world_.fleet.logins();
    if (!rate || logins.size() < logins_before_ + static_cast<std::size_t>(*rate) + 1) return;
    const Duration passed = logins.back() - logins[logins.size() - 1 - static_cast<std::size_t>(*rate)];
    if (passed < std::chrono::seconds(1)) broke("more logins per second than allowed");
}

void Promises::check_end() {
    check_rows();
    const RunState state = world_.store.run(run_)->state;
    for (const HostRun& row : world_.store.hosts_of(run_)) {
        const bool left = row.state == HostState::queued || row.state == HostState::waiting ||
                          row.state == HostState::running;
        const bool over = state == RunState::ended || state == RunState::cancelled;
        if (left && over) broke(row.host + " was left " + std::string(to_text(row.state)));
        check_row_at_end(row);
    }
}

void Promises::check_row_at_end(const HostRun& row) {
    if (row.reason == "rolled-back" && world_.host(row.host).http == PushWorld::new_http)
        broke(row.host + " was rolled back, and has the new ports");
    if (row.state != HostState::managed || had_rival_) return;
    if (!is_right(world_.host(row.host), world_.job(row.host))) broke(row.host + " is managed, and is not");
    for (const Attempt& attempt : world_.store.attempts_on(row.host))
        if (is_open(attempt)) broke(row.host + " is managed, and its attempt is open");
}

}  // namespace clientpush
