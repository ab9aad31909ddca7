// The part of a host's job that is about one attempt: intend, launch, await, and what an earlier try left
// open.
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/untrusted.h"
#include "push/host_job.h"

namespace clientpush {

extern const std::string_view detached_script;

namespace {

std::string last_line(const std::string& output) {
    std::string_view text(output);
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    const auto start = text.rfind('\n');
    return std::string(start == std::string_view::npos ? text : text.substr(start + 1));
}

/// Windows' large codes are known by their hexadecimal digits.
std::string exit_text(int code) {
    if (code >= 0 && code <= 0xffff) return std::to_string(code);
    return fmt::format("{:#010x}", static_cast<std::uint32_t>(code));
}

const Cause* cause_in(const Method& method, const std::string& output) {
    const auto found = std::ranges::find_if(
        method.causes, [&](const Cause& cause) { return output.find(cause.sign) != std::string::npos; });
    return found == method.causes.end() ? nullptr : &*found;
}

}  // namespace

/// An attempt that an earlier try left open: what became of it is read from the host, never guessed.
asio::awaitable<std::optional<Outcome>> HostJob::settle_pending(Look seen) {
    if (!job_.pending) co_return std::nullopt;
    if (!seen.attempt)
        throw Error(Error::Kind::lost, "attempt-not-told", "the host does not say what became of its attempt",
                    "it is looked at again");
    Attempt& attempt = *job_.pending;
    const Method* method = method_named(*job_.profile, attempt.method);
    if (job_.look_only) co_return note_pending(seen);
    if (*seen.attempt == OnHost::running || *seen.attempt == OnHost::done) {
        ++starts_;
        if (method == nullptr) co_return co_await close_pending(seen);
        step("await");
        RemoteValues await = values_for_read_back();
        await["patience"] = std::to_string(limits_.await.count() / 1000);
        co_return co_await conclude(*method, co_await call("await", await, limits_.await + limits_.look));
    }
    const bool never_seen =
        attempt.state == AttemptState::intended || attempt.state == AttemptState::never_began;
    if (*seen.attempt == OnHost::absent && never_seen) {
        // The start request never took effect. The same id may be started: the host lets it begin once.
        attempt.state = mismatch(seen, job_).empty() ? AttemptState::never_began : AttemptState::intended;
        co_return std::nullopt;
    }
    attempt.state = AttemptState::interrupted;
    attempt.ended_at = services_.clock.now();
    if (mismatch(seen, job_).empty()) co_return std::nullopt;
    if (method != nullptr && method->rerun_safe) {
        Change change;
        change.attempt = attempt;
        co_await services_.store.commit(std::move(change));
        job_.pending.reset();
        co_return std::nullopt;
    }
    const bool rebooted = *seen.attempt == OnHost::rebooted;
    co_return outcome(HostState::unknown, rebooted ? "rebooted-during-install" : "installer-interrupted",
                      std::string(rebooted ? "the host restarted" : "the installer ended without a result") +
                          " in mid-install, and " + mismatch(seen, job_).words +
                          ". Look at the host, then: clientpush retry --only unknown");
}

/// An attempt by a method that the profile no longer has: its result is taken down, and the look decides.
asio::awaitable<std::optional<Outcome>> HostJob::close_pending(Look seen) {
    if (*seen.attempt == OnHost::running)
        co_return outcome(HostState::unknown, "installer-running", "our installer is still running there");
    Change change;
    change.attempt = *job_.pending;
    change.attempt->state = AttemptState::finished;
    change.attempt->exit_code = seen.exit_code;
    change.attempt->ended_at = services_.clock.now();
    co_await services_.store.commit(std::move(change));
    job_.pending.reset();
    co_return std::nullopt;
}

/// What a mere look learns about an attempt that was left open.
std::optional<Outcome> HostJob::note_pending(const Look& seen) {
    Attempt& attempt = *job_.pending;
    if (*seen.attempt == OnHost::running)
        return outcome(HostState::unknown, "installer-running", "our installer is still running there");
    if (*seen.attempt == OnHost::done) {
        attempt.state = AttemptState::finished;
        attempt.exit_code = seen.exit_code;
        attempt.ended_at = services_.clock.now();
    }
    if (*seen.attempt == OnHost::interrupted || *seen.attempt == OnHost::rebooted)
        attempt.state = AttemptState::interrupted;
    return std::nullopt;
}

asio::awaitable<void> HostJob::intend(const Method& method, std::string name) {
    step("intend");
    if (!job_.pending || job_.pending->state != AttemptState::intended) {
        Attempt attempt;
        attempt.id = services_.new_id();
        attempt.method = std::move(name);
        attempt.intended_at = services_.clock.now();
        job_.pending = std::move(attempt);
    }
    Attempt& attempt = *job_.pending;
    attempt.run = job_.row.run;
    attempt.host = job_.host.name;
    attempt.fence = job_.fence;
    attempt.package = job_.package->digest;
    attempt.site = job_.site;
    attempt.generation = job_.generation;
    attempt.http = job_.http;
    attempt.https = job_.https;
    render(*job_.profile, method, render_input());  // refused before anything is promised
    Change change;
    change.host = job_.row;
    change.attempt = attempt;
    change.events.push_back({0, services_.clock.now(), job_.row.run, job_.host.name, "intended", attempt.id});
    co_await services_.store.commit(std::move(change));
}

asio::awaitable<Outcome> HostJob::launch(const Method& method) {
    const Rendered rendered = render(*job_.profile, method, render_input());
    RemoteValues launch = values_for_read_back();
    launch["command"] = rendered.line;
    if (job_.profile->shell == Shell::posix)
        launch["command"] = "cd " + sh_quote(place_on_host(job_, {"payload", job_.package->digest})) +
                            " && exec " + rendered.line;
    launch["manifest"] = job_.package->manifest();
    launch["deadline"] = std::to_string(std::max<long>(1, method.deadline.count() / 1000));
    launch["patience"] = std::to_string(limits_.await.count() / 1000);
    std::string properties;
    for (const auto& [key, value] : rendered.properties) properties += fmt::format("{}={}\n", key, value);
    launch["properties"] = properties;
    launch["runner"] = detached_script;
    ++starts_;
    for (int tries = 1;; ++tries) {
        step("launch");
        std::optional<Error> mangled;
        try {
            co_return co_await conclude(method, co_await call("push", launch, limits_.await + limits_.look));
        } catch (const Error& e) {
            if (e.reason() != "digest-mismatch" || tries > 1) throw;
            mangled = e;
        }
        // Nothing was started: the runner verifies first. Send the payload once more, from its first byte.
        step("stage");
        co_await prepare("unstage");
        co_await upload({});
        if (auto done = held()) co_return *done;
    }
}

/// Waits for the installer's end, then goes by its exit code and, always, by what is read back.
asio::awaitable<Outcome> HostJob::conclude(const Method& method, Answer answer) {
    const Duration begun = services_.clock.elapsed();
    for (;;) {
        const Look seen = read_look(answer);
        last_output_ = answer.output;
        Attempt& attempt = *job_.pending;
        attempt.output = std::string(tail(answer.output, 4096));
        if (seen.attempt == OnHost::done) {
            attempt.state = AttemptState::finished;
            attempt.exit_code = seen.exit_code;
            attempt.ended_at = services_.clock.now();
            step("read back");
            check_identity(seen, job_);
            remember(seen);
            co_return co_await after_exit(method, seen, *seen.exit_code);
        }
        if (seen.attempt != OnHost::running)
            throw Error(Error::Kind::lost, "installer-vanished", "the installer ended without a result",
                        "it is looked at again");
        if (attempt.state != AttemptState::started) {
            attempt.state = AttemptState::started;
            Change change;
            change.attempt = attempt;
            services_.store.note(std::move(change));
        }
        // The host ends it at the deadline; this one only guards against a host that does not.
        if (services_.clock.elapsed() - begun > method.deadline + std::chrono::minutes(2))
            co_return outcome(HostState::unknown, "installer-running",
                              "the installer is past its deadline and still runs");
        step("await");
        co_await come_back_later(services_.clock.elapsed() - begun);
        RemoteValues await = values_for_read_back();
        await["patience"] = std::to_string(limits_.await.count() / 1000);
        answer = co_await call("await", await, limits_.await + limits_.look);
    }
}

/// No connection is held open for an installer that takes its time, and it is looked at ever more rarely.
asio::awaitable<void> HostJob::come_back_later(Duration waited) {
    if (waited < limits_.stay || !shell_->may_leave()) co_return;
    shell_.reset();
    connection_.reset();
    co_await services_.clock.sleep(std::min(waited / 4, limits_.away));
    if (services_.login_turn) co_await services_.clock.sleep(services_.login_turn());
    co_await open_connection();
}

asio::awaitable<Outcome> HostJob::after_exit(const Method& method, Look seen, int code) {
    const auto known = method.exit_codes.find(code);
    const ExitMeaning meaning = known == method.exit_codes.end() ? ExitMeaning::failed : known->second;
    const std::string said = last_line(last_output_);
    const std::string exit =
        fmt::format("the installer ended with code {}{}{}", exit_text(code), said.empty() ? "" : ": ", said);
    const std::string cure =
        fmt::format(". See what it printed: clientpush status --host {} --log", job_.host.name);
    if (seen.timed_out)
        co_return outcome(HostState::failed, "installer-timed-out",
                          fmt::format("the installer was ended after {}", to_text(method.deadline)) + cure);
    if (meaning == ExitMeaning::verify) co_return outcome(judge_read_back(seen, job_, true));
    if (meaning == ExitMeaning::reboot_pending)
        co_return outcome(
            HostState::reboot_pending, "reboot-pending",
            "installed, but not managed before the host restarts; it is never restarted unasked");
    if (meaning == ExitMeaning::failed) {
        if (const Cause* cause = cause_in(method, last_output_))
            co_return outcome(HostState::failed, cause->reason, exit + ": " + cause->cure + cure);
        co_return outcome(HostState::failed, "exit-code-" + exit_text(code), exit + cure);
    }
    // attach or restage: this attempt is over; the next round looks first.
    Change change;
    change.attempt = *job_.pending;
    co_await services_.store.commit(std::move(change));
    job_.pending.reset();
    if (meaning == ExitMeaning::restage) co_await call("unstage", values(), limits_.look);
    co_return outcome(HostState::waiting, fmt::format("exit-code-{}", code), exit);
}

/// The client does not reach its management point on the ports that we gave it, and did on those that it had.
asio::awaitable<Outcome> HostJob::roll_back(Look before) {
    Change change;
    change.attempt = *job_.pending;
    co_await services_.store.commit(std::move(change));
    job_.pending.reset();

    const auto ports = [](Port http, Port https) { return fmt::format("HTTP {}, HTTPS {}", http, https); };
    const std::string lost =
        fmt::format("on {} it did not reach its management point", ports(job_.http, job_.https));
    const Port http = std::exchange(job_.http, *before.http);
    const Port https = std::exchange(job_.https, *before.https);
    std::optional<Outcome> back;
    std::exception_ptr broken;
    try {
        back = co_await with_old_ports();
    } catch (...) {
        broken = std::current_exception();
    }
    const std::string old = ports(std::exchange(job_.http, http), std::exchange(job_.https, https));
    if (broken) std::rethrow_exception(broken);  // whoever looks next judges by the new ports again
    const bool works = back->state == HostState::managed;
    co_return outcome(
        HostState::failed, works ? "rolled-back" : "rollback-failed",
        works ? fmt::format("{}; it has {} back, and reaches it. Open the way, then retry", lost, old)
              : fmt::format("{}, and {} could not be given back: {}", lost, old, back->detail));
}

asio::awaitable<Outcome> HostJob::with_old_ports() {
    co_await intend(*job_.profile->light, "switch");
    co_return co_await launch(*job_.profile->light);
}

RenderInput HostJob::render_input() const {
    RenderInput input;
    input.site = job_.site;
    input.http = job_.http;
    input.https = job_.https;
    input.management_points = job_.management_points;
    for (const auto& [name, variable] : job_.host.vars)
        if (!variable.structured) input.variables[name] = variable.value;
    input.stage = place_on_host(job_, {"payload", job_.package->digest});
    input.properties_file = place_on_host(job_, {"attempts", job_.pending->id, "properties"});
    input.location = job_.host.client.location;
    return input;
}

}  // namespace clientpush
