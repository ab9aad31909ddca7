#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/planning.h"
#include "report/plan_report.h"
#include "report/status_report.h"

namespace clientpush {

namespace {

struct Options {
    std::string what;
    std::string host;
    std::string file;
    std::string playbook;
    bool watch = false;
    bool all = false;
    bool log = false;
};

/// The run that was asked for; the latest push otherwise, and a verify when there is nothing else.
Run find_run(StoreReader& state, const std::string& what) {
    if (!what.empty()) {
        const bool number = what.find_first_not_of("0123456789") == std::string::npos && what.size() < 12;
        if (const auto run = number ? state.run(std::stoll(what)) : std::nullopt) return *run;
        throw Error(Error::Kind::usage, "run-unknown", "no run `" + what + "`",
                    "clientpush report lists the runs");
    }
    std::optional<Run> latest;
    for (const Run& run : state.runs())
        if (!latest || (latest->kind == "verify" && run.kind != "verify")) latest = run;
    if (!latest)
        throw Error(Error::Kind::usage, "run-unknown", "there is no run yet", "start one: clientpush push");
    return *latest;
}

StatusView view_of(StoreReader& state, const Run& run) {
    StatusView view;
    view.run = run;
    view.hosts = state.hosts_of(run.id);
    for (HostRecord& record : state.host_records()) view.records[record.host] = std::move(record);
    for (const Attempt& attempt : state.attempts_of(run.id)) ++view.attempts[attempt.host];
    view.now = SystemClock().now();
    return view;
}

/// One host's story: its states, its attempts, what its installer printed.
int one_host(const Settings&, StoreReader& state, const Options& options) {
    const auto record = state.host_record(options.host);
    const auto attempts = state.attempts_on(options.host);
    if (!record && attempts.empty())
        throw Error(Error::Kind::usage, "host-unknown", "the state knows no host `" + options.host + "`",
                    "clientpush inventory list shows the hosts that there are; this one was never pushed to");
    if (record)
        std::cout << fmt::format("{}: site {}, HTTP {}, HTTPS {}, version {}, last reached {}\n",
                                 record->host, record->site, record->seen.http.value_or(0),
                                 record->seen.https.value_or(0), record->version,
                                 record->contacted_at ? to_text(*record->contacted_at) : "never");
    for (const Attempt& attempt : attempts) {
        std::cout << fmt::format("  run {}  {}  {} {} for HTTP {} HTTPS {}{}\n", attempt.run,
                                 to_text(attempt.intended_at), attempt.method, to_text(attempt.state),
                                 attempt.http, attempt.https,
                                 attempt.exit_code ? fmt::format(", exit {}", *attempt.exit_code) : "");
        if (options.log && !attempt.output.empty()) std::cout << attempt.output << '\n';
    }
    return exit_code::ok;
}

/// On a terminal each page takes the place of the one before; elsewhere a page follows when something
/// changed.
void watch(const Settings& settings, const Options& options) {
    const bool terminal = ::isatty(STDOUT_FILENO) != 0;
    std::vector<HostRun> shown;
    for (;;) {
        const auto state = need_state(settings);
        const Run run = find_run(*state, options.what);
        std::ostringstream page;
        const StatusView view = view_of(*state, run);
        write_status(page, view, Format::table, output_style(settings), options.all);
        if (terminal)
            std::cout << "\x1b[H\x1b[J" << page.str() << std::flush;
        else if (view.hosts != shown)
            std::cout << page.str() << std::endl;
        shown = view.hosts;
        if (run.state == RunState::ended || run.state == RunState::cancelled) return;
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

/// A run that its controller left, by a crash or by Ctrl-C, looks like one that is being worked on.
void tell_if_left(const Settings& settings, const Run& run) {
    if (run.state != RunState::open || settings.quiet) return;
    if (StateLock::holder(settings.state)) return;
    std::cerr << fmt::format(
        "clientpush: run {0} is open, and nobody is executing it; go on: clientpush resume {0}\n", run.id);
}

int status(const Settings& settings, const Options& options) {
    if (options.log && options.host.empty())
        throw Error(Error::Kind::usage, "log-without-host", "--log shows what one host's installers printed",
                    "name the host: --host NAME --log");
    if (options.watch) {
        watch(settings, options);
        return exit_code::ok;
    }
    const auto state = need_state(settings);
    if (!options.host.empty()) return one_host(settings, *state, options);
    const Run run = find_run(*state, options.what);
    write_status(std::cout, view_of(*state, run), settings.format(), output_style(settings), options.all);
    tell_if_left(settings, run);
    return exit_code::ok;
}

void list_runs(StoreReader& state) {
    for (const Run& run : state.runs())
        std::cout << fmt::format("run {:<4} {:<7} {:<10} {}  {:<30} {}\n", run.id, run.kind,
                                 to_text(run.state), to_text(run.created_at),
                                 run.playbook.empty() ? "(no playbook)" : run.playbook,
                                 summary_line(state.hosts_of(run.id)));
}

void write_report(std::ostream& out, const Settings& settings, const Options& options) {
    const Style style = options.file.empty() ? output_style(settings) : Style{};
    if (options.what == "plan") {
        const PushRequest request = make_request(settings, options.playbook);
        const Inventory inventory = read_inventory(settings);
        const auto state = read_state(settings);
        return print_plan(out, make_plan(inventory, request, state.get(), {}).plan, settings, style,
                          {&inventory, SystemClock().now()});
    }
    const auto state = need_state(settings);
    if (options.what.empty() && settings.format() == Format::table) return list_runs(*state);
    const Run run = find_run(*state, options.what);
    if (options.what.empty() && !settings.quiet)
        std::cerr << fmt::format(
            "clientpush: this is run {} ({}), the latest; name another: clientpush report RUN\n", run.id,
            run.kind);
    write_status(out, view_of(*state, run), settings.format(), style, true);
}

int report(const Settings& settings, const Options& options) {
    if (options.file.empty()) {
        write_report(std::cout, settings, options);
        return exit_code::ok;
    }
    std::ofstream file(options.file);
    write_report(file, settings, options);
    file.close();
    if (!file)
        throw Error(Error::Kind::usage, "report-not-written", "cannot write " + options.file,
                    "is the folder there, and is there space?");
    return exit_code::ok;
}

}  // namespace

void add_status(CLI::App& app, Settings& settings, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("status", "who is where, and who we are waiting for");
    command->add_option("run", options->what, "its number; the latest push when left out");
    command->add_flag("--watch", options->watch, "again every second, until the run has ended");
    command->add_flag("--all", options->all, "every host by itself");
    command->add_option("--host", options->host, "one host's story")->check(not_empty);
    command->add_flag("--log", options->log, "with --host: what its installers printed");
    command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return status(settings, *options); }; });
}

void add_report(CLI::App& app, Settings& settings, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("report", "the runs; or one run, or the plan, in any format");
    command->add_option("what", options->what, "a run's number, or `plan`; without it the runs are listed")
        ->check(not_empty);
    command->add_option("--out", options->file, "write it to this file")->check(not_empty);
    command->add_option("--playbook", options->playbook, "of the plan")->check(not_empty);
    command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return report(settings, *options); }; });
}

}  // namespace clientpush
