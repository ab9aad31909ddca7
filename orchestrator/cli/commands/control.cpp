#include "control/control.h"

#include <fmt/format.h>

#include <iostream>

#include "base/untrusted.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/pushing.h"

namespace clientpush {

namespace {

struct Options {
    RunId run = 0;
    std::string why;
};

Run open_run(Store& store, RunId id) {
    const auto open = store.open_run();
    if (!open || (id != 0 && open->id != id))
        throw Error(Error::Kind::usage, "run-not-open",
                    id == 0 ? "no run is open" : fmt::format("run {} is not open", id),
                    "clientpush status shows how it ended");
    return *open;
}

/// Nobody executes the run: what was not begun is given up here. A host with an open attempt stays as it is,
/// because only a look can tell what became of it.
void cancel_unowned(Store& store, const Run& run, Time now) {
    for (HostRun& row : store.hosts_of(run.id)) {
        const bool open = class_of(row.state) == StateClass::open && row.state != HostState::reboot_pending;
        if (!open || row.state == HostState::cancelled || row.state == HostState::unknown) continue;
        const bool begun = std::ranges::any_of(store.attempts_on(row.host), is_open);
        row.state = begun ? HostState::unknown : HostState::cancelled;
        row.reason = begun ? "cancelled-in-mid-install" : "cancelled";
        row.detail = begun ? "an installer may have been started: clientpush verify looks" : "";
        row.step.clear();
        row.next_at.reset();
        row.since = now;
        Change change;
        change.host = std::move(row);
        store.note(std::move(change));
    }
    store.set_run_state(run.id, RunState::cancelled, "by hand", now);
}

int control(const Settings& settings, const std::string& verb, const Options& options) {
    if (const auto answer = ask_owner(settings.state, {verb, options.run, printable(options.why)})) {
        std::cout << *answer << '\n';
        return exit_code::ok;
    }
    if (verb == "resume") return resume_here(settings, options.run);
    OwnedState state = own_state(settings, verb);
    const Run run = open_run(*state.store, options.run);
    const Time now = SystemClock().now();
    if (verb == "cancel")
        cancel_unowned(*state.store, run, now);
    else
        state.store->set_run_state(run.id, RunState::paused,
                                   options.why.empty() ? "by hand" : printable(options.why), now);
    std::cout << fmt::format("run {} is {}\n", run.id, verb == "cancel" ? "cancelled" : "paused");
    return exit_code::ok;
}

}  // namespace

void add_control(CLI::App& app, Settings& settings, Chosen& chosen) {
    const auto add = [&](const std::string& verb, const std::string& text) {
        auto options = std::make_shared<Options>();
        CLI::App* command = app.add_subcommand(verb, text);
        command->add_option("run", options->run, "its number; the open one when left out");
        if (verb == "pause") command->add_option("--why", options->why, "for whoever looks at the status");
        command->callback([=, &settings, &chosen] {
            chosen = [=, &settings] { return control(settings, verb, *options); };
        });
    };
    add("pause", "no new starts, in the terminal that executes the run");
    add("resume", "go on with a run that was paused, stopped or left in the middle");
    add("cancel", "no new starts for good; running installers end and are recorded");
}

}  // namespace clientpush
