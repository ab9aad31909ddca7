#include <fmt/format.h>

#include <iostream>

#include "cli/command.h"
#include "cli/execute.h"
#include "cli/exit_code.h"
#include "cli/order.h"
#include "cli/planning.h"
#include "cli/pushing.h"
#include "report/status_report.h"

namespace clientpush {

namespace {

/// A host that an earlier push left open or wrong, and that a look has now proved right, is settled there
/// too.
void settle_earlier_runs(Store& store, const Run& verify, const std::vector<HostRun>& seen, Time now) {
    std::set<std::string> proved;
    for (const HostRun& row : seen)
        if (row.state == HostState::managed) proved.insert(row.host);
    for (const Run& run : store.runs()) {
        if (run.id == verify.id || run.kind == "verify" || run.state != RunState::ended) continue;
        for (HostRun& row : store.hosts_of(run.id)) {
            const bool settled = class_of(row.state) == StateClass::done || !proved.contains(row.host);
            if (settled) continue;
            row.state = HostState::managed;
            row.reason = "verified";
            row.detail = fmt::format("seen right by run {}", verify.id);
            row.next_at.reset();
            row.since = now;
            Change change;
            change.host = std::move(row);
            store.note(std::move(change));
        }
    }
}

StatusView view_of(StoreReader& state, RunId id, const Inventory& inventory,
                   const std::vector<std::size_t>& selected) {
    StatusView view;
    view.run = state.run(id).value_or(Run{});
    view.hosts = state.hosts_of(id);
    for (HostRecord& record : state.host_records()) view.records[record.host] = std::move(record);
    view.now = SystemClock().now();
    for (const Client& client : known_clients(plan_input(inventory, selected, &state, view.now)))
        view.verdicts[client.name] = outlook(client, inventory.sites);
    return view;
}

/// 2 when a client is unmanaged, 4 when one is unknown or could not be looked at.
int exit_code_of_verify(const StatusView& view) {
    int code = exit_code::ok;
    for (const auto& [name, verdict] : view.verdicts) {
        if (verdict.outlook == Outlook::unmanaged) code |= exit_code::some_wrong;
        if (verdict.outlook == Outlook::unknown) code |= exit_code::some_open;
    }
    for (const HostRun& row : view.hosts) {
        if (class_of(row.state) == StateClass::wrong) code |= exit_code::some_wrong;
        if (class_of(row.state) == StateClass::open) code |= exit_code::some_open;
    }
    return code;
}

int verify(const Settings& settings) {
    const PushRequest request = make_request(settings, "");
    const Inventory inventory = read_inventory(settings);
    const auto selected = select_hosts(inventory, settings);
    const auto profile = std::make_shared<const Profile>(find_profile(settings, request.playbook.profile));
    refuse_unless_runnable(*profile);
    OwnedState state = own_state(settings, "verify");
    const Time now = SystemClock().now();

    Run run;
    run.kind = "verify";
    run.key = request.key();
    run.document = request.document();
    run.state = RunState::ended;  // a look leaves nothing open that would have to be resumed
    run.created_at = now;
    run.requested_by = requester();
    std::vector<HostRun> rows = rows_to_look_at(inventory, selected, now);
    run.id = state.store->begin_run(run, rows);
    const OrderInput input{request, inventory, inventory.sites, profile, nullptr, *state.store, true};
    const Executed done = execute(settings, state, make_order(input, run, std::move(rows)));
    settle_earlier_runs(*state.store, run, done.result.hosts, now);

    const StatusView view = view_of(*state.store, run.id, inventory, selected);
    write_status(std::cout, view, settings.format(), output_style(settings));
    return done.result.interrupted ? exit_code::interrupted : exit_code_of_verify(view);
}

}  // namespace

void add_verify(CLI::App& app, Settings& settings, Chosen& chosen) {
    CLI::App* command =
        app.add_subcommand("verify", "read every client's ports back; installs and changes nothing");
    command->callback([&settings, &chosen] { chosen = [&settings] { return verify(settings); }; });
}

}  // namespace clientpush
