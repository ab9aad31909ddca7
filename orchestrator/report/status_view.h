#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/status_report.h"
#include "report/text_writer.h"
#include "report/verdicts.h"

namespace clientpush {

/// Hosts of a run that share a state and a reason.
struct StateGroup {
    HostState state = HostState::unknown;
    std::string reason;  ///< of a running host its step
    std::string detail;  ///< of the first one
    bool same = true;    ///< the others' details differ by their own name only
    std::string first;   ///< whose detail it is
    FoldedNames names;
    std::optional<Time> next_at;  ///< the earliest
    std::optional<Time> since;    ///< of those that run: when the step of the slowest began
    std::string slowest;
};

/// Those that are not done: class wrong, then open; in a class by the order of the closed list, then by size.
std::vector<StateGroup> groups_not_done(const std::vector<HostRun>& hosts);

std::map<HostState, int> counts_of(const std::vector<HostRun>& hosts);
std::map<StateClass, int> class_counts_of(const std::vector<HostRun>& hosts);

/// "Run 3 (push): Port change".
std::string title_of(const Run& run);

/// "ended, begun 2026-11-22T20:15:03Z by root, took 20m".
std::string story_of(const Run& run, Time now);

/// "next try in 5m, at 2026-11-22T20:15:03Z".
std::string next_try(Time at, Time now);

/// The command that goes on, or "" when nothing is left.
std::string next_command(const StatusView& view);

/// Of a verify: each client whose verdict is known, also those that no look could reach. As long as the view
/// lives.
std::vector<NamedVerdict> verdicts_of(const StatusView& view);

/// Green for done, red for wrong, yellow for open.
Colour colour_of(StateClass state_class);

}  // namespace clientpush
