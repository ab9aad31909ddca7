#pragma once

#include <filesystem>

#include "fleet/fleet.h"

namespace clientpush::fleet {

/// Runs a fleet in `dir` until SIGTERM, SIGINT or `down`, in this process or (`daemon`) in one of its own,
/// and prints when everything listens. Returns the exit status. Throws Error.
int up(const std::filesystem::path& dir, const FleetOptions& options, bool daemon);

/// Ends the fleet of `dir`, if there is one; returns when nothing of it is left but its files.
void down(const std::filesystem::path& dir);

}  // namespace clientpush::fleet
