#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "cli/context.h"
#include "push/engine.h"

namespace clientpush {

struct Executed {
    RunResult result;
    int exit_code = 0;
};

/// What an execution works on besides its order.
struct Surroundings {
    Store& store;
    std::filesystem::path state = {};  ///< other terminals may control the run there; "": none may
    std::function<void(const HostRecord&, const Look&)> looked = {};  ///< after every look
};

Executed execute(const Settings& settings, const Surroundings& around, RunOrder order);

/// Carries out an order on this terminal: connections, display, control from other terminals, Ctrl-C. The
/// first Ctrl-C stops new starts and waits for running installers; the second leaves at once. Nothing is lost
/// by either.
Executed execute(const Settings& settings, OwnedState& state, RunOrder order);

/// The run as it stands now, for the summary at the end.
void print_summary(const Settings& settings, StoreReader& state, RunId run, const Executed& executed);

}  // namespace clientpush
