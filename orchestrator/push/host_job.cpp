#include "push/host_job.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "push/endpoint.h"
#include "push/remote_shell.h"
#include "push/windows_shell.h"
#include "push/within.h"
#include "transport/gave_up.h"

namespace clientpush {

namespace {

constexpr int most_starts = 3;

}  // namespace

HostJob::HostJob(Services& services, const StepLimits& limits, Job job)
    : services_(services), limits_(limits), job_(std::move(job)) {}

asio::awaitable<Outcome> HostJob::run() {
    Duration pause = limits_.reconnect_after;
    for (int broken = 0;;) {
        std::optional<Error> error;
        try {
            Outcome done = co_await seven_steps();
            done.record = record_;
            done.attempt = job_.pending;
            co_return done;
        } catch (const Error& e) {
            if (e.kind() == Error::Kind::storage) throw;
            error = e;
        } catch (const std::exception& e) {
            error = Error(Error::Kind::internal, "internal-error", e.what(), "please report this");
        }
        guesses_.clear();
        shell_.reset();
        connection_.reset();
        if (error->kind() != Error::Kind::lost || ++broken > limits_.reconnects) {
            error->during("in step " + job_.row.step);
            Outcome done = failure(*error);
            done.record = record_;
            done.attempt = job_.pending;
            co_return done;
        }
        co_await services_.clock.sleep(pause);
        pause *= 2;
        if (services_.login_turn) co_await services_.clock.sleep(services_.login_turn());
    }
}

asio::awaitable<Outcome> HostJob::seven_steps() {
    for (;;) {
        if (!connection_) co_await connect();
        const Look seen = co_await look();
        if (const auto result = co_await settle_pending(seen)) {
            if (auto done = unless_again(*result)) co_return *done;
            continue;
        }
        if (auto done = decide(seen)) co_return *done;
        if (seen.installer_running || !seen.other_attempt.empty()) co_return co_await attach();

        std::string name = choose_method(seen, job_);
        if (job_.pending && job_.pending->state == AttemptState::intended) name = job_.pending->method;
        const Method* method = method_named(*job_.profile, name);
        if (method == nullptr)
            co_return outcome(HostState::failed, "no-method-fits",
                              "no method of this push fits the client; allow `install` in the playbook");
        check_room(seen, job_);
        if (auto done = held()) co_return *done;
        co_await stage(seen);
        if (auto done = held()) co_return *done;
        co_await intend(*method, name);
        const auto done = unless_again(co_await launch(*method));
        if (done && is_worth_a_rollback(seen, *done, job_)) co_return co_await roll_back(seen);
        if (done) co_return *done;
    }
}

/// Nothing when the installer asked for another round (attach, or stage again): the host is looked at afresh.
std::optional<Outcome> HostJob::unless_again(const Outcome& result) const {
    if (result.state != HostState::waiting) return result;
    if (starts_ < most_starts) return std::nullopt;
    return outcome(HostState::failed, result.reason, result.detail + ", and did so again");
}

asio::awaitable<void> HostJob::connect() {
    step("connect");
    ++job_.row.tries;
    co_await open_connection();
}

asio::awaitable<void> HostJob::open_connection() {
    Endpoint host = endpoint_of(job_.host);
    host.progress = std::make_shared<std::atomic<ConnectStage>>();
    auto work = services_.transport.connect(host);
    const auto late = [&] { return gave_up(host, limits_.connect); };
    connection_ = co_await within(services_.clock, limits_.connect, std::move(work), late);
    shell_ = open_shell();
}

std::unique_ptr<HostShell> HostJob::open_shell() const {
    const bool windows = job_.profile->shell == Shell::cmd;
    if (windows && job_.host.become.value_or(false))
        throw Error(Error::Kind::refused, "no-elevation",
                    "a Windows host has no sudo to become somebody else by",
                    "log in as a member of its Administrators, and take ansible_become out of its variables");
    if (windows) return std::make_unique<WindowsShell>(*connection_, services_.new_id, services_.clock);
    return std::make_unique<RemoteShell>(*connection_, services_.new_id, elevation());
}

std::optional<Elevation> HostJob::elevation() const {
    if (!job_.host.become.value_or(false)) return std::nullopt;
    Elevation elevation;
    if (!job_.host.become_user.empty()) elevation.user = job_.host.become_user;
    if (const std::string& file = job_.host.become_password_file; !file.empty() && services_.secret)
        elevation.password = [this, file] { return services_.secret(file); };
    return elevation;
}

asio::awaitable<Answer> HostJob::call(std::string function, RemoteValues values, Duration limit) {
    co_return co_await within(services_.clock, limit, shell_->call(std::move(function), std::move(values)),
                              no_answer("no answer", limit));
}

asio::awaitable<Look> HostJob::look() {
    step("look");
    Answer answer;
    if (worth_a_guess())
        answer = co_await look_and_guess();
    else
        answer = co_await call("look", values(), limits_.look);
    const Look seen = read_look(answer);
    check_identity(seen, job_);
    if (services_.known_as)
        if (const auto other = services_.known_as(seen, job_.row)) throw same_machine(seen, *other, job_);
    remember(seen);
    co_return seen;
}

/// What the look alone decides: right already, only to be looked at, or no way to the management point.
std::optional<Outcome> HostJob::decide(const Look& seen) const {
    if (seen.installer_running || !seen.other_attempt.empty()) {
        if (!job_.look_only) return std::nullopt;
        return outcome(HostState::unknown, "installer-running", "an installer is running there right now");
    }
    const Mismatch wrong = mismatch(seen, job_);
    if (wrong.empty()) return outcome(judge_read_back(seen, job_, starts_ > 0));
    if (job_.look_only) return outcome(HostState::unverified, wrong.reason, wrong.words);
    if (auto blocked = judge_way(seen, job_)) return outcome(std::move(*blocked));
    return std::nullopt;
}

/// A run that was paused, stopped, cancelled or left since this host's turn came starts nothing more.
std::optional<Outcome> HostJob::held() const {
    if (!services_.may_launch || services_.may_launch()) return std::nullopt;
    return outcome(HostState::queued, "held", "the run was held before its installer began");
}

/// Somebody's installer is at work: wait for its end, then look again. It may have had the old ports.
asio::awaitable<Outcome> HostJob::attach() {
    step("attach");
    Duration waited{0};
    Duration pause = std::chrono::seconds(1);
    const Duration limit =
        job_.profile->install ? job_.profile->install->deadline : Duration(std::chrono::minutes(30));
    while (waited < limit) {
        if (auto done = held()) co_return *done;
        co_await services_.clock.sleep(pause);
        waited += pause;
        pause = std::min(pause * 2, Duration(std::chrono::seconds(15)));
        const Answer answer = co_await call("look", values(), limits_.look);
        const Look seen = read_look(answer);
        if (seen.installer_running || !seen.other_attempt.empty()) continue;
        remember(seen);
        if (auto done = decide(seen)) co_return *done;
        co_return co_await seven_steps();
    }
    co_return outcome(
        HostState::unknown, "installer-running",
        fmt::format("an installer that we did not start has been running for more than {}", to_text(limit)));
}

Outcome HostJob::failure(const Error& error) const {
    const bool maybe_started = job_.pending && is_open(*job_.pending);
    HostState state = HostState::failed;
    if (error.kind() == Error::Kind::refused) state = HostState::refused;
    if (error.kind() == Error::Kind::unreachable) state = HostState::unreachable;
    if (error.kind() == Error::Kind::lost) state = HostState::unreachable;
    if (error.kind() == Error::Kind::cancelled) state = HostState::cancelled;
    const bool lost_in_mid_install = maybe_started && state == HostState::unreachable;
    if (lost_in_mid_install) state = HostState::unknown;
    Outcome result = outcome(state, error.reason(), in_sentences(error));
    result.look_again = lost_in_mid_install;
    return result;
}

Outcome HostJob::outcome(Judgement judgement) const {
    return outcome(judgement.state, std::move(judgement.reason), std::move(judgement.detail));
}

Outcome HostJob::outcome(HostState state, std::string reason, std::string detail) const {
    return Outcome{state, std::move(reason), std::move(detail), record_, job_.pending};
}

void HostJob::remember(const Look& seen) {
    HostRecord record;
    record.host = job_.host.name;
    record.site = seen.site;
    record.seen.http = seen.http;
    record.seen.https = seen.https;
    record.seen.at = services_.clock.now();
    record.seen.source = PortsSeen::Source::store;
    record.seen.origin = fmt::format("run {}", job_.row.run);
    record.management_point = seen.management_point;
    record.version = seen.version;
    record.healthy = seen.installed && seen.agent_running;
    record.reaches = seen.reaches;
    record.machine_id = seen.machine_id;
    record.contacted_at = services_.clock.now();
    record_ = std::move(record);
    if (services_.looked) services_.looked(*record_, seen);
}

void HostJob::step(const std::string& name) {
    job_.row.state = HostState::running;
    job_.row.step = name;
    job_.row.reason.clear();
    job_.row.detail.clear();
    job_.row.next_at.reset();
    job_.row.since = services_.clock.now();
    Change change;
    change.host = job_.row;
    services_.store.note(std::move(change));
    services_.progress.host_changed(job_.row);
}

/// On POSIX hosts the client tells itself whether it reaches its management point; nobody asks for the way
/// there any more.
RemoteValues HostJob::values_for_read_back() const {
    RemoteValues values = this->values();
    if (job_.profile->shell == Shell::posix) values["management_points"].clear();
    return values;
}

RemoteValues HostJob::values() const {
    RemoteValues values;
    values["directory"] = directory_of(job_);
    values["package"] = job_.package ? job_.package->digest : "";
    values["state_id"] = services_.store.state_id();
    values["fence"] = std::to_string(job_.fence);
    values["owner"] = services_.owner;
    values["attempt"] = job_.pending ? job_.pending->id : "";
    values["site"] = job_.site;
    values["http_port"] = std::to_string(job_.http);
    values["https_port"] = std::to_string(job_.https);
    values["protocol"] = job_.host.client.protocol ? std::string(to_text(*job_.host.client.protocol)) : "";
    std::string points;
    for (const std::string& point : job_.management_points) points += (points.empty() ? "" : " ") + point;
    values["management_points"] = points;
    values["profile_look"] = job_.profile->look;
    values["profile_tidy"] = job_.profile->tidy;
    if (const Method* method = job_.pending ? method_named(*job_.profile, job_.pending->method) : nullptr;
        method != nullptr && method->completion) {
        values["log"] = method->completion->log;
        values["ends"] = fmt::format("{}", fmt::join(method->completion->ends, "\n"));
    }
    return values;
}

}  // namespace clientpush
