#include "cli/execute.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <random>

#include "cli/connections.h"
#include "cli/display.h"
#include "cli/exit_code.h"
#include "cli/open_files.h"
#include "control/control.h"
#include "report/status_report.h"

namespace clientpush {

namespace {

// A connection of libssh2 is one socket; ssh is a process with three pipes and a descriptor of its own.
int files_of_each(const Settings& settings) {
    return settings.transport == "openssh" ? 4 : 1;
}

/// Ctrl-C once: finish; twice: leave. Whoever changes nothing leaves at once.
class Interrupts {
public:
    Interrupts(asio::io_context& loop, Engine& engine, bool at_once)
        : signals_(loop, SIGINT, SIGTERM), engine_(engine), at_once_(at_once) {
        wait();
    }
    void stop() { signals_.cancel(); }

private:
    void wait() {
        signals_.async_wait([this](const boost::system::error_code& failure, int) {
            if (failure) return;
            if (asked_ || at_once_) {
                std::cerr << (at_once_
                                  ? "\nclientpush: left; nothing was changed\n"
                                  : "\nclientpush: left; `clientpush resume` goes on, what runs on hosts is "
                                    "looked at then\n");
                std::_Exit(exit_code::interrupted);
            }
            asked_ = true;
            engine_.interrupt();
            wait();
        });
    }

    asio::signal_set signals_;
    Engine& engine_;
    bool at_once_;
    bool asked_ = false;
};

/// Draws once a second, so that a panel is true also while nothing happens.
class Ticks {
public:
    Ticks(asio::io_context& loop, LiveDisplay& display) : timer_(loop), display_(display) { wait(); }
    void stop() { timer_.cancel(); }

private:
    void wait() {
        timer_.expires_after(std::chrono::seconds(1));
        timer_.async_wait([this](const boost::system::error_code& failure) {
            if (failure) return;
            display_.redraw();
            wait();
        });
    }

    asio::steady_timer timer_;
    LiveDisplay& display_;
};

std::string obey(Engine& engine, RunId run, const ControlRequest& request) {
    if (request.run != 0 && request.run != run)
        throw Error(Error::Kind::usage, "other-run",
                    fmt::format("run {} is being executed, not {}", run, request.run));
    if (request.verb == "pause")
        engine.pause(request.why.empty() ? "by hand" : request.why);
    else if (request.verb == "resume")
        engine.resume();
    else if (request.verb == "cancel")
        engine.cancel();
    else
        throw Error(Error::Kind::usage, "unknown-verb", "unknown request `" + request.verb + "`");
    return fmt::format("run {} is {}", run, to_text(engine.state()));
}

int exit_code_of(const RunResult& result) {
    if (result.state == RunState::stopped) return exit_code::gate;
    if (result.interrupted) return exit_code::interrupted;
    return exit_code_of(result.hosts);
}

}  // namespace

Executed execute(const Settings& settings, OwnedState& state, RunOrder order) {
    return execute(settings, Surroundings{*state.store, state.path}, std::move(order));
}

Executed execute(const Settings& settings, const Surroundings& around, RunOrder order) {
    asio::io_context loop(1);
    SystemClock clock;
    Connections connections(settings);
    order.playbook.limits.at_once = hosts_at_once(order.playbook.limits.at_once, files_of_each(settings));
    std::unique_ptr<Progress> progress;
    std::optional<Ticks> ticks;
    if (has_live_display(settings)) {
        auto live = std::make_unique<LiveDisplay>(clock, order.hosts, std::getenv("NO_COLOR") == nullptr);
        ticks.emplace(loop, *live);
        progress = std::move(live);
    } else {
        progress = std::make_unique<LineDisplay>(settings.quiet);
    }

    connections.tell([&](const std::string& text) { progress->run_notice(text); });
    const RunId run = order.run.id;
    Services services{connections, around.store, clock, *progress, new_id};
    services.looked = around.looked;
    services.secret = [secrets = settings.secrets](std::string file) {
        return secrets->read(std::move(file));
    };
    StepLimits limits;
    limits.connect = settings.connect_timeout;
    Engine engine(services, limits, loop.get_executor(), std::random_device{}());
    std::optional<ControlServer> control;
    if (!around.state.empty())
        control.emplace(loop.get_executor(), around.state,
                        [&](const ControlRequest& request) { return obey(engine, run, request); });
    Interrupts interrupts(loop, engine, !control);

    Executed executed;
    std::exception_ptr failure;
    asio::co_spawn(loop, engine.execute(std::move(order)),
                   [&](const std::exception_ptr& error, RunResult result) {
                       failure = error;
                       executed.result = std::move(result);
                       interrupts.stop();
                       if (ticks) ticks->stop();
                       if (control) control->close();
                   });
    loop.run();
    progress.reset();
    if (failure) std::rethrow_exception(failure);
    executed.exit_code = exit_code_of(executed.result);
    return executed;
}

void print_summary(const Settings& settings, StoreReader& state, RunId run, const Executed& executed) {
    StatusView view;
    view.run = state.run(run).value_or(Run{});
    view.hosts = state.hosts_of(run);
    for (HostRecord& record : state.host_records()) view.records[record.host] = std::move(record);
    for (const Attempt& attempt : state.attempts_of(run)) ++view.attempts[attempt.host];
    view.now = SystemClock().now();
    write_status(std::cout, view, settings.format(), output_style(settings));
    if (executed.result.interrupted)
        std::cerr << fmt::format("clientpush: interrupted; go on with: clientpush resume {}\n", run);
    if (executed.result.state == RunState::stopped)
        std::cerr << fmt::format(
            "clientpush: stopped by the gate ({}). Look at the failures, then: clientpush resume {} "
            "or clientpush cancel {}\n",
            executed.result.reason, run, run);
}

}  // namespace clientpush
