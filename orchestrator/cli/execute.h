#pragma once

#include <string>

#include "cli/context.h"
#include "push/engine.h"

namespace clientpush {

struct Executed {
    RunResult result;
    int exit_code = 0;
};

/// Carries out an order on this terminal: connections, display, control from other terminals, Ctrl-C. The
/// first Ctrl-C stops new starts and waits for running installers; the second leaves at once. Nothing is lost
/// by either.
Executed execute(const Settings& settings, OwnedState& state, RunOrder order);

/// The run as it stands now, for the summary at the end.
void print_summary(const Settings& settings, StoreReader& state, RunId run, const Executed& executed);

}  // namespace clientpush
