#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>

#include "base/names.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/kill_switch.h"
#include "cli/pushing.h"

namespace clientpush {

namespace {

struct RetryOptions {
    RunId run = 0;
    std::string only = "failed,unreachable,unknown";
    std::string wait;
};

std::vector<HostState> read_states(const std::string& list) {
    std::vector<HostState> states;
    std::stringstream words(list);
    for (std::string word; std::getline(words, word, ',');) {
        HostState state{};
        if (word == "pending") word = "reboot-pending";
        if (!parse_state(word, state)) {
            std::string all;
            for (const HostState each : all_states()) all += " " + std::string(to_text(each));
            throw Error(Error::Kind::usage, "state-unknown", "unknown state `" + word + "`",
                        "use some of:" + all);
        }
        states.push_back(state);
    }
    return states;
}

Run run_to_continue(StoreReader& store, RunId id) {
    std::optional<Run> run;
    if (id != 0)
        run = store.run(id);
    else
        for (const Run& each : store.runs())
            if (each.kind != "verify" && !run) run = each;
    if (!run)
        throw Error(Error::Kind::usage, "run-unknown",
                    id == 0 ? "there is no run yet" : fmt::format("no run {}", id),
                    "clientpush report lists the runs");
    return *run;
}

/// Some hosts of an ended run once more, with the ports that are current now.
int retry(const Settings& settings, const RetryOptions& options) {
    const std::vector<HostState> only = read_states(options.only);
    const Duration wait = read_wait(options.wait);
    KillSwitch(settings.kill_switch).refuse_if_thrown();
    OwnedState state = own_state(settings, "retry");
    Run run = run_to_continue(*state.store, options.run);
    if (const auto open = state.store->open_run(); open && open->id != run.id) throw already_open(*open);
    const PushRequest request = read_request(run.document, settings);
    const Inventory inventory = read_inventory(request.settings);
    const Payload payload = load_payload(request.settings, request.playbook.profile);
    const Time now = SystemClock().now();
    std::vector<HostRun> rows;
    const auto chosen = select_hosts(inventory, settings);
    std::set<std::string> limited;
    for (const std::size_t index : chosen) limited.emplace(inventory.hosts.name(index));
    for (HostRun& row : state.store->hosts_of(run.id)) {
        if (std::ranges::find(only, row.state) == only.end() || !limited.contains(row.host)) continue;
        row.state = HostState::queued;
        row.next_at.reset();
        rows.push_back(std::move(row));
    }
    if (rows.empty()) {
        std::cerr << fmt::format("clientpush: run {} has no host that is {}\n", run.id, options.only);
        return exit_code::ok;
    }
    record_generations(*state.store, inventory.sites, now);
    state.store->set_run_state(run.id, RunState::open, "retry", now);
    run.state = RunState::open;
    std::cerr << fmt::format("clientpush: run {}: {} again\n", run.id, counted(rows.size(), "host"));
    const Executed done = carry_out(request, payload, inventory, state, run, std::move(rows), wait);
    print_summary(settings, *state.store, run.id, done);
    return done.exit_code;
}

}  // namespace

void add_retry(CLI::App& app, Settings& settings, Chosen& chosen) {
    auto options = std::make_shared<RetryOptions>();
    CLI::App* command =
        app.add_subcommand("retry", "try hosts of a run again, with the ports that are current now");
    command->add_option("run", options->run, "its number; the latest when left out");
    command->add_option("--only", options->only, "states, with commas")->capture_default_str();
    command->add_option("--wait", options->wait, "wait this long (10m, 2h) for hosts that are off")
        ->check(not_empty);
    command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return retry(settings, *options); }; });
}

}  // namespace clientpush
