#include "cli/pushing.h"

#include <fmt/format.h>

#include "cli/kill_switch.h"

namespace clientpush {

Duration read_wait(const std::string& text) {
    return text.empty() ? Duration{0} : read_duration("--wait", text, "10m or 2h");
}

Error already_open(const Run& run) {
    return Error(Error::Kind::usage, "run-open",
                 fmt::format("run {} ({}) is {} and is another push", run.id,
                             run.playbook.empty() ? "without a playbook" : run.playbook, to_text(run.state)),
                 fmt::format("go on with it: clientpush resume {}; or give it up: clientpush cancel {}",
                             run.id, run.id));
}

void refuse_unless_runnable(const Profile& profile) {
    if (profile.look.empty())
        throw Error(
            Error::Kind::usage, "profile-not-runnable",
            "profile " + profile.name + " has no look, so that nothing could be read back from a host",
            "its command lines can be looked at: clientpush profile show " + profile.name);
}

Payload load_payload(const Settings& settings, const std::string& name) {
    Payload payload;
    payload.profile = std::make_shared<const Profile>(find_profile(settings, name));
    payload.package = std::make_shared<const Package>(pack(*payload.profile));
    refuse_unless_runnable(*payload.profile);
    return payload;
}

Executed carry_out(const PushRequest& request, const Payload& payload, const Inventory& inventory,
                   OwnedState& state, const Run& run, std::vector<HostRun> rows, Duration wait) {
    const OrderInput input{request,      inventory, inventory.sites, payload.profile, payload.package,
                           *state.store, false};
    RunOrder order = make_order(input, run, std::move(rows));
    order.wait_for_parked = wait;
    order.held = [stop = KillSwitch(request.settings.kill_switch)] { return stop.thrown(); };
    return execute(request.settings, state, std::move(order));
}

/// A run that a gate, a pause, Ctrl-C or a crash left open goes on here.
int resume_here(const Settings& settings, RunId id) {
    KillSwitch(settings.kill_switch).refuse_if_thrown();
    OwnedState state = own_state(settings, "resume");
    const auto open = state.store->open_run();
    if (!open || (id != 0 && open->id != id))
        throw Error(Error::Kind::usage, "run-not-open",
                    id == 0 ? "no run is open" : fmt::format("run {} is not open", id),
                    "clientpush status shows how it ended; clientpush retry tries its failures again");
    const PushRequest request = read_request(open->document, settings);
    const Inventory inventory = read_inventory(request.settings);
    const Payload payload = load_payload(request.settings, request.playbook.profile);
    Run run = *open;
    state.store->set_run_state(run.id, RunState::open, "", SystemClock().now());
    run.state = RunState::open;
    record_generations(*state.store, inventory.sites, SystemClock().now());
    const Executed done =
        carry_out(request, payload, inventory, state, run, state.store->hosts_of(run.id), Duration{0});
    print_summary(settings, *state.store, run.id, done);
    return done.exit_code;
}

}  // namespace clientpush
