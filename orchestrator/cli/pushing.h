#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/execute.h"
#include "cli/order.h"
#include "cli/request.h"

namespace clientpush {

/// A profile and its files as they are now: read once for a command, so that what was checked is what is
/// pushed.
struct Payload {
    std::shared_ptr<const Profile> profile;
    std::shared_ptr<const Package> package;
};

/// Throws what load_profile, pack and refuse_unless_runnable throw.
Payload load_payload(const Settings& settings, const std::string& profile);

/// What push, retry and resume have in common: the jobs are made and carried out.
Executed carry_out(const PushRequest& request, const Payload& payload, const Inventory& inventory,
                   OwnedState& state, const Run& run, std::vector<HostRun> rows, Duration wait);

/// Throws Error{usage} "profile-not-runnable" for a profile whose hosts this version cannot talk to.
void refuse_unless_runnable(const Profile& profile);

/// --wait: "10m".
Duration read_wait(const std::string& text);

/// Another push while this run is open.
Error already_open(const Run& run);

/// Takes up an open run (0: whichever it is) in this terminal.
int resume_here(const Settings& settings, RunId id);

}  // namespace clientpush
