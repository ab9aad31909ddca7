#include "push/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "base/names.h"
#include "push/retry.h"

namespace clientpush {

namespace {

/// To be tried by this run: never begun, or left behind in the middle by a controller that died.
bool is_to_do(HostState state) {
    return state == HostState::queued || state == HostState::running || state == HostState::waiting;
}

}  // namespace

Engine::Engine(Services services, StepLimits limits, const asio::any_io_executor& executor, unsigned seed)
    : services_(std::move(services)),
      limits_(limits),
      executor_(executor),
      random_(seed),
      changed_(executor) {
    services_.owner = services_.new_id();
    services_.login_turn = [this] { return take_login_turn(); };
    services_.known_as = [this](const Look& seen, const HostRun& row) { return known_as(seen, row); };
    services_.may_launch = [this] {
        return !fatal_ && !interrupted_ && state_ == RunState::open && (!order_.held || !order_.held());
    };
}

asio::awaitable<RunResult> Engine::execute(RunOrder order) {
    order_ = std::move(order);
    if (const auto& rate = order_.playbook.limits.bandwidth) {
        bandwidth_.emplace(services_.clock, *rate);
        services_.pace = [this](std::uint64_t bytes) { return bandwidth_->take(bytes); };
    }
    waiting_ = Queue({order_.playbook.limits.per_site, order_.playbook.limits.per_jump_host});
    first_tried_.assign(order_.hosts.size(), Duration{-1});
    failures_.assign(order_.hosts.size(), 0);
    counted_.assign(order_.hosts.size(), false);
    for (Index i = 0; i < order_.hosts.size(); ++i) {  // what a resumed run has behind it
        const HostRun& row = order_.hosts[i];
        if (row.tries == 0 || is_to_do(row.state)) continue;
        count_start(i);
        for (Tally* tally : {&wave_tally_[row.wave], &run_tally_}) tally->count(row.state);
        if (row.next_at) park(i, std::max(Duration{0}, *row.next_at - services_.clock.now()));
    }
    for (int wave = 1; wave <= order_.waves && state_ == RunState::open && !interrupted_; ++wave)
        co_await run_wave(wave);
    co_await wait_for_the_parked();
    if (fatal_) throw *fatal_;
    if (state_ == RunState::cancelled) co_await cancel_queued();
    finish_run();

    RunResult result;
    result.state = state_;
    result.reason = reason_;
    result.interrupted = interrupted_;
    result.hosts = std::move(order_.hosts);
    co_return result;
}

asio::awaitable<void> Engine::run_wave(int wave) {
    int hosts = 0;
    for (Index i = 0; i < order_.hosts.size(); ++i) {
        const HostRun& row = order_.hosts[i];
        if (row.wave != wave || !is_to_do(row.state)) continue;
        waiting_.add(i, route_to(i));
        ++hosts;
    }
    if (hosts == 0) co_return;
    services_.progress.wave_begins(wave, order_.waves, hosts);
    co_await drive(Until::wave_through, Duration::max());
}

/// Hosts that are off are tried again for as long as the caller wants to wait for them, unless the run is
/// held or over. Those at work are waited for in any case.
asio::awaitable<void> Engine::wait_for_the_parked() {
    const bool goes_on = state_ == RunState::open && !interrupted_ && !fatal_;
    const Duration patience = goes_on && waiting_.parked() > 0 ? order_.wait_for_parked : Duration{0};
    if (patience > Duration{0})
        announce(
            fmt::format("waiting up to {} for {}", to_text(patience), counted(waiting_.parked(), "host")));
    co_await drive(Until::all_through, services_.clock.elapsed() + patience);
}

/// Starts what every limit allows and waits for what happens next. Parked hosts are taken when they are due,
/// but no wave waits for them: where many are off, one of them is always being tried.
asio::awaitable<void> Engine::drive(Until what, Duration until) {
    for (;;) {
        const bool late = services_.clock.elapsed() >= until;
        while (may_start() && !is_held()) {
            const auto index = waiting_.take(services_.clock.elapsed(), !late && is_turn_of_the_parked());
            if (!index) break;
            start(*index);
        }
        const bool over =
            fatal_ || state_ == RunState::cancelled || state_ == RunState::stopped || interrupted_;
        const bool held = state_ == RunState::paused && !nothing_left();
        const bool through = what == Until::wave_through ? !waiting_.has_ready() && of_wave_ == 0
                                                         : active_ == 0 && (late || waiting_.parked() == 0);
        if (over ? active_ == 0 : through && !held) break;
        const auto wake = next_wake(until);
        if (wake && !over)
            co_await wait_at_most(changed_, services_.clock, *wake);
        else
            co_await changed_.wait();
    }
    if (state_ != RunState::open || interrupted_ || fatal_) waiting_.clear_ready();
}

/// No host of this run is still to be started: a pause would wait for nothing.
bool Engine::nothing_left() const {
    return !waiting_.has_ready() &&
           std::ranges::none_of(order_.hosts, [](const HostRun& row) { return is_to_do(row.state); });
}

bool Engine::may_start() const {
    if (fatal_ || interrupted_ || state_ != RunState::open) return false;
    return active_ < order_.playbook.limits.at_once && services_.clock.elapsed() >= next_login_;
}

/// While others wait that were never tried, those that were off get a part of the room: each may take it for
/// as long as a connection may take.
bool Engine::is_turn_of_the_parked() const {
    constexpr int part = 4;
    return !waiting_.has_ready() || active_ - of_wave_ < order_.playbook.limits.at_once / part;
}

/// Somebody has forbidden every start: the run waits for a person.
bool Engine::is_held() {
    if (!order_.held || (!waiting_.has_ready() && waiting_.parked() == 0)) return false;
    const auto why = order_.held();
    if (why) pause(*why);
    return why.has_value();
}

/// The next moment that changes what may be done. One that has passed is not among them: whoever was due then
/// waits for room, and a host that ends says so.
std::optional<Duration> Engine::next_wake(Duration until) const {
    std::optional<Duration> wake;
    const Duration now = services_.clock.elapsed();
    const auto at = [&](Duration moment) {
        if (moment <= now || moment == Duration::max()) return;
        wake = wake ? std::min(*wake, moment - now) : moment - now;
    };
    at(until);
    if (state_ == RunState::open && active_ < order_.playbook.limits.at_once) {
        if (const auto due = waiting_.next_due(now)) at(*due);
        if (waiting_.has_ready() || waiting_.parked() > 0) at(next_login_);
    }
    return wake;
}

/// Gives out the next moment at which a connection may begin, and how long to wait for it.
Duration Engine::take_login_turn() {
    const Duration now = services_.clock.elapsed();
    const Duration turn = std::max(next_login_, now);
    if (const auto& rate = order_.playbook.limits.logins_per_second)
        next_login_ = turn + Duration((999 + *rate) / *rate);
    return turn - now;
}

void Engine::start(Index index) {
    const HostRun& row = order_.hosts[index];
    const bool of_wave = !row.next_at;
    ++active_;
    of_wave_ += of_wave ? 1 : 0;
    take_login_turn();  // it is now: may_start has looked
    count_start(index);
    for (Tally* tally : {&wave_tally_[row.wave], &run_tally_}) tally->forget(row.state);
    if (first_tried_[index] < Duration{0}) first_tried_[index] = services_.clock.elapsed();
    asio::co_spawn(executor_, one_host(index), [this, index, of_wave](const std::exception_ptr& failure) {
        has_left(index, of_wave, failure);
    });
}

void Engine::has_left(Index index, bool of_wave, const std::exception_ptr& failure) {
    --active_;
    of_wave_ -= of_wave ? 1 : 0;
    waiting_.left(route_to(index));
    if (failure && !fatal_) {
        try {
            std::rethrow_exception(failure);
        } catch (const Error& error) {
            fatal_ = error;
        } catch (const std::exception& error) {
            fatal_ = Error(Error::Kind::internal, "internal-error", error.what(), "please report this");
        }
    }
    changed_.notify();
}

/// Whose budgets the host takes from.
Route Engine::route_to(Index index) const {
    const std::string& site = order_.hosts[index].site;
    const auto other = order_.served_by.find(site);
    Route route{other == order_.served_by.end() ? site : other->second};
    if (order_.playbook.limits.per_jump_host && order_.jump_hosts)
        route.jump_hosts = order_.jump_hosts(order_.hosts[index].host);
    return route;
}

void Engine::count_start(Index index) {
    if (counted_[index]) return;
    counted_[index] = true;
    for (Tally* tally : {&wave_tally_[order_.hosts[index].wave], &run_tally_}) ++tally->started;
}

asio::awaitable<void> Engine::one_host(Index index) {
    Job todo = order_.make_job(index, order_.hosts[index].host);
    todo.row = order_.hosts[index];
    if (const auto pending = order_.pending.find(index); pending != order_.pending.end())
        todo.pending = pending->second;
    HostJob job(services_, limits_, std::move(todo));
    const Outcome outcome = co_await job.run();
    order_.hosts[index] = job.row();
    co_await record(index, outcome);
    judge(order_.hosts[index].wave);
}

/// Durable before it is counted or shown.
asio::awaitable<void> Engine::record(Index index, Outcome outcome) {
    HostRun& row = order_.hosts[index];
    const auto again_in = settle(index, outcome);
    order_.pending.erase(index);
    if (outcome.attempt && is_open(*outcome.attempt)) order_.pending.emplace(index, *outcome.attempt);
    Change change;
    change.host = row;
    change.attempt = outcome.attempt;
    change.record = outcome.record;
    change.events.push_back(
        {0, services_.clock.now(), row.run, row.host, std::string(to_text(outcome.state)), row.reason});
    co_await services_.store.commit(std::move(change));
    for (Tally* tally : {&wave_tally_[row.wave], &run_tally_}) tally->count(row.state);
    if (row.reason == "login-refused")
        ++run_tally_.logins_refused;
    else if (outcome.record)
        run_tally_.logins_refused = 0;
    services_.progress.host_changed(row);
    if (!again_in) co_return;
    if (row.next_at)
        park(index, *again_in);
    else
        waiting_.add(index, route_to(index));
}

/// The state that the host is left in, and when it is tried again.
std::optional<Duration> Engine::settle(Index index, const Outcome& outcome) {
    HostRun& row = order_.hosts[index];
    row.state = outcome.state;
    row.step.clear();
    row.reason = outcome.reason;
    row.detail = outcome.detail;
    row.since = services_.clock.now();
    row.next_at.reset();
    if (outcome.state == HostState::queued) return Duration{0};
    const auto delay = retry_after(index, outcome.look_again ? HostState::unreachable : outcome.state);
    if (!delay) return std::nullopt;
    if (*delay > Duration{0}) {
        row.next_at = row.since + *delay;
    } else {
        row.state = HostState::waiting;
        row.detail += ". It is tried again";
    }
    return delay;
}

/// How long a host that came out so waits for its next try, which it may not get. What went wrong is not
/// tried again by a run that is held: it would be one more installation.
std::optional<Duration> Engine::retry_after(Index index, HostState came_out) {
    const auto spec = order_.playbook.retry.find(came_out);
    if (spec == order_.playbook.retry.end()) return std::nullopt;
    int tries = order_.hosts[index].tries;
    if (came_out != HostState::unreachable) {
        if (state_ != RunState::open) return std::nullopt;
        tries = ++failures_[index];
        if (spec->second.times && tries > *spec->second.times) return std::nullopt;
    }
    if (spec->second.first == Duration{0}) return Duration{0};
    const double jitter = std::uniform_real_distribution<double>(0, 1)(random_);
    return next_delay(spec->second, tries, services_.clock.elapsed() - first_tried_[index], jitter);
}

std::optional<std::string> Engine::known_as(const Look& seen, const HostRun& row) {
    const auto position = machines_.other_than(row.position, seen);
    if (!position) return std::nullopt;
    return std::ranges::find(order_.hosts, *position, &HostRun::position)->host;
}

void Engine::park(Index index, Duration delay) {
    waiting_.park(index, route_to(index), services_.clock.elapsed() + delay);
}

void Engine::judge(int wave) {
    if (state_ != RunState::open) return;
    const auto why = judge_gate(order_.playbook.gate, wave_tally_[wave], run_tally_);
    if (!why) return;
    if (order_.playbook.gate.then != GateSpec::Then::stop) return pause("gate: " + *why);
    state_ = RunState::stopped;
    reason_ = *why;
    services_.store.set_run_state(order_.run.id, state_, reason_, services_.clock.now());
    announce("stopped by the gate: " + *why);
}

asio::awaitable<void> Engine::cancel_queued() {
    for (Index i = 0; i < order_.hosts.size(); ++i) {
        HostRun& row = order_.hosts[i];
        const bool open =
            is_to_do(row.state) || row.state == HostState::unreachable || row.next_at.has_value();
        if (!open) continue;
        const bool begun = order_.pending.contains(i);
        row.state = begun ? HostState::unknown : HostState::cancelled;
        row.reason = begun ? "cancelled-in-mid-install" : "cancelled";
        row.detail = begun ? "an installer may have been started: clientpush verify looks" : "";
        row.step.clear();
        row.next_at.reset();
        row.since = services_.clock.now();
        Change change;
        change.host = row;
        services_.store.note(std::move(change));
    }
    co_await services_.store.commit({});
}

void Engine::finish_run() {
    const bool left = interrupted_ && state_ != RunState::cancelled && !nothing_left();
    const bool held = state_ == RunState::paused && !nothing_left();
    if (left || held || state_ == RunState::stopped) return;
    if (state_ == RunState::paused) reason_.clear();
    if (state_ != RunState::cancelled) state_ = RunState::ended;
    services_.store.set_run_state(order_.run.id, state_, reason_, services_.clock.now());
}

void Engine::pause(const std::string& why) {
    if (state_ != RunState::open) return;
    state_ = RunState::paused;
    reason_ = why;
    services_.store.set_run_state(order_.run.id, state_, reason_, services_.clock.now());
    announce("paused: " + why);
    changed_.notify();
}

void Engine::resume() {
    if (state_ != RunState::paused) return;
    state_ = RunState::open;
    reason_.clear();
    services_.store.set_run_state(order_.run.id, state_, reason_, services_.clock.now());
    announce("resumed");
    changed_.notify();
}

void Engine::cancel() {
    if (state_ == RunState::cancelled || state_ == RunState::ended) return;
    state_ = RunState::cancelled;
    reason_ = "by hand";
    // It ends when its last installer has; should we die before, nothing is started again unasked.
    services_.store.set_run_state(order_.run.id, RunState::paused, "being cancelled", services_.clock.now());
    announce("cancelled: running installers end by themselves, nothing new is started");
    changed_.notify();
}

void Engine::interrupt() {
    interrupted_ = true;
    announce("stopping: what runs on hosts is waited for; press Ctrl-C again to leave now, nothing is lost");
    changed_.notify();
}

void Engine::announce(const std::string& text) {
    services_.progress.run_notice(text);
}

}  // namespace clientpush
