#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "base/names.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/kill_switch.h"
#include "cli/plan_file.h"
#include "cli/preflight.h"
#include "cli/pushing.h"
#include "push/waves.h"
#include "report/plan_report.h"

namespace clientpush {

namespace {

struct Options {
    std::string playbook;
    bool check = false;
    std::vector<std::string> confirmed;
    std::string wait;
    std::string plan;
};

/// A playbook or none, or a saved plan.
struct Asked {
    PushRequest request;
    std::optional<SavedPlan> plan;
};

/// A plan is for the files and the login that it was made with; named otherwise now, they would be passed
/// over.
void refuse_other_ways(const Settings& of_the_plan, const Settings& now) {
    const auto refuse = [](const char* flag) {
        throw Error(Error::Kind::usage, "plan-and-more",
                    fmt::format("the plan was made with another {} than the one that is named now", flag),
                    "make the plan again with it, or leave it out");
    };
    if (!now.extra_vars.empty() && now.extra_vars != of_the_plan.extra_vars) refuse("-e");
    if (now.columns != of_the_plan.columns) refuse("--columns");
    if (now.profile != of_the_plan.profile) refuse("--profile");
    if (now.payload != of_the_plan.payload) refuse("--payload");
    if (now.user != of_the_plan.user) refuse("-u");
    if (now.private_key != of_the_plan.private_key) refuse("--private-key");
    if (now.known_hosts != of_the_plan.known_hosts) refuse("--known-hosts");
}

Asked ask(const Settings& settings, const Options& options) {
    if (options.plan.empty()) return {make_request(settings, options.playbook), {}};
    if (!options.playbook.empty() || !settings.limit.empty() || options.check)
        throw Error(Error::Kind::usage, "plan-and-more",
                    "--plan is pushed as it is: no playbook, no -l and no --check beside it",
                    "leave them out, or make another plan with them");
    Asked asked;
    asked.plan = load_plan(options.plan);
    asked.request = read_request(asked.plan->request, settings);
    asked.request.plan = asked.plan->digest;
    refuse_other_ways(asked.request.settings, make_request(settings, "").settings);
    return asked;
}

std::vector<HostRun> rows_to_push(const Asked& asked, const Payload& payload, const Inventory& inventory,
                                  StoreReader& state, Time now) {
    if (!asked.plan) return rows_of(make_plan(inventory, asked.request, &state, {}).plan, now);
    const PlanInput input = plan_input(inventory, asked.request, &state, {});
    refuse_if_moved(*asked.plan, digests_of(input, *payload.profile, *payload.package));
    std::vector<PlannedClient> clients;
    for (const SavedPlan::Client& client : asked.plan->clients) {
        PlannedClient& planned = clients.emplace_back();
        planned.name = client.name;
        planned.site = client.site;
        planned.wave = client.wave;
    }
    Plan plan;
    plan.clients = std::move(clients);
    return rows_of(plan, now);
}

/// How many hosts of each site a run starts on is typed in, before it can do harm at that scale. The share is
/// of the whole site, whatever -l leaves of it.
void confirm(const Playbook& playbook, const Inventory& inventory, const std::vector<HostRun>& rows,
             const Options& options) {
    std::map<std::string, std::pair<int, int>> per_site;  // pushed, all
    for (const HostRun& row : rows) ++per_site[row.site].first;
    for (std::size_t i = 0; i < inventory.hosts.size(); ++i)
        if (const Site* site = serving_site(inventory.sites, inventory.hosts.facts(i).client.site))
            ++per_site[site->code].second;
    for (const auto& [site, counts] : per_site) {
        const auto [pushed, all] = counts;
        const bool by_hosts = playbook.confirm_hosts && pushed > *playbook.confirm_hosts;
        const bool by_share = playbook.confirm_share && pushed > amount_of(*playbook.confirm_share, all);
        const auto given = std::ranges::find(options.confirmed, site);
        if (pushed == 0 || (!by_hosts && !by_share) || given != options.confirmed.end()) continue;
        const std::string what =
            fmt::format("this push goes to {} of {} clients of site {}", pushed, all, site);
        std::string typed;
        if (::isatty(STDIN_FILENO) == 1) {
            std::cerr << what << ".\nType the site code to go on: " << std::flush;
            std::getline(std::cin, typed);
        }
        if (typed != site)
            throw Error(Error::Kind::usage, "not-confirmed", what + ", and that was not confirmed",
                        "look at the plan, then add --confirm " + site);
    }
}

bool same_generations(const Run& run, const Inventory& inventory, StoreReader& store) {
    const Sites last = as_last_pushed(inventory.sites, store.generations());
    return changes(last, inventory.sites).empty() && run.state == RunState::open;
}

/// The ports moved on while a run lay open: what it did not do is taken over by the new one.
void give_way(Store& store, const Run& run, Time now) {
    for (HostRun& row : store.hosts_of(run.id)) {
        if (class_of(row.state) != StateClass::open) continue;
        row.state = HostState::superseded;
        row.reason = "newer-generation";
        row.detail = "the site's ports changed before it was tried";
        row.since = now;
        Change change;
        change.host = std::move(row);
        store.note(std::move(change));
    }
    store.set_run_state(run.id, RunState::ended, "the site's ports changed", now);
}

int push(const Settings& settings, const Options& options) {
    const Asked asked = ask(settings, options);
    const PushRequest& request = asked.request;
    const Settings& here = asked.plan ? request.settings : settings;  // paths as the user wrote them
    const Duration wait = read_wait(options.wait);
    const Inventory inventory = read_inventory(here);
    if (options.check) {
        const auto state = read_state(settings);
        const Plan plan = make_plan(inventory, request, state.get(), {}).plan;
        PlanBasis basis{&inventory, SystemClock().now()};
        basis.push = push_command(settings, options.playbook);
        print_plan(std::cout, plan, settings, output_style(settings), basis);
        return exit_code::ok;
    }
    // An empty selection, or a payload that is not there, stops before there is a state.
    select_hosts(inventory, request.settings, request.playbook.hosts);
    const Payload payload = load_payload(here, request.playbook.profile);
    KillSwitch(settings.kill_switch).refuse_if_thrown();
    OwnedState state = own_state(settings, "push");
    const Time now = SystemClock().now();

    auto open = state.store->open_run();
    if (open && open->key != request.key()) throw already_open(*open);
    if (open && open->state != RunState::open) throw already_open(*open);
    if (open && !same_generations(*open, inventory, *state.store)) {
        give_way(*state.store, *open, now);
        open.reset();
    }
    Run run;
    std::vector<HostRun> rows;
    if (open) {
        if (asked.plan) {  // what the run has changed of its hosts so far is no reason to refuse its rest
            SavedPlan plan = *asked.plan;
            plan.digests.hosts.clear();
            refuse_if_moved(plan, digests_of(inventory.sites, *payload.profile, *payload.package));
        }
        run = *open;
        rows = state.store->hosts_of(run.id);
        std::cerr << fmt::format("clientpush: run {} was left in the middle; it goes on\n", run.id);
    } else {
        rows = rows_to_push(asked, payload, inventory, *state.store, now);
        if (rows.empty()) {
            std::cerr << "clientpush: nothing to push: no client of this selection needs it\n";
            return exit_code::ok;
        }
        confirm(request.playbook, inventory, rows, options);
        if (request.playbook.preflight) {
            std::set<std::string> sites;
            for (const HostRun& row : rows) sites.insert(row.site);
            preflight(as_last_pushed(inventory.sites, state.store->generations()), inventory.sites, sites);
        }
        run.kind = "push";
        run.key = request.key();
        run.playbook = request.playbook.name;
        run.document = request.document();
        run.created_at = now;
        run.requested_by = requester();
        run.generations = record_generations(*state.store, inventory.sites, now);
        run.id = state.store->begin_run(run, rows);
        supersede_older_runs(*state.store, run, rows, now);
        std::cerr << fmt::format("clientpush: run {}: {}\n", run.id, counted(rows.size(), "host"));
    }
    const Executed done = carry_out(request, payload, inventory, state, run, std::move(rows), wait);
    print_summary(settings, *state.store, run.id, done);
    return done.exit_code;
}

}  // namespace

void add_push(CLI::App& app, Settings& settings, Chosen& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("push", "push to the clients; the same push again resumes its run");
    command
        ->add_option("playbook", options->playbook, "how to roll out; without one: every client it can reach")
        ->check(not_empty);
    command->add_flag("-C,--check,--dry-run", options->check, "the same as plan: change nothing");
    command->add_option("--confirm", options->confirmed, "site code: yes, to that many clients of it")
        ->allow_extra_args(false);
    command->add_option("--plan", options->plan, "push this saved plan, unless something has moved since")
        ->check(not_empty);
    command->add_option("--wait", options->wait, "wait this long (10m, 2h) for hosts that are off")
        ->check(not_empty);
    command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return push(settings, *options); }; });
}

}  // namespace clientpush
