#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/settings.h"
#include "inventory/load.h"
#include "profile/package.h"
#include "profile/profile.h"
#include "push/planner.h"
#include "status/sqlite_store.h"
#include "status/state_lock.h"

namespace clientpush {

/// The inventory of the command line, its warnings printed. Throws Error{usage} "inventory-not-given".
Inventory read_inventory(const Settings& settings);

/// How sources are read with these settings: extra variables, columns, programs with their deadline.
LoadOptions load_options(const Settings& settings);

/// The hosts that -l leaves of a pattern ("all" for most commands). Throws when nothing is left.
std::vector<std::size_t> select_hosts(const Inventory& inventory, const Settings& settings,
                                      const std::string& pattern = "all");

/// The state for readers; nothing when there is none yet.
std::unique_ptr<StoreReader> read_state(const Settings& settings);

/// The same for a command that needs one. Throws Error{usage} "state-missing".
std::unique_ptr<StoreReader> need_state(const Settings& settings);

/// The state as its one owner.
struct OwnedState {
    std::filesystem::path path;
    std::unique_ptr<SqliteStore> store;
};

/// Throws Error{usage} "state-busy" when another process owns it.
OwnedState own_state(const Settings& settings, const std::string& command);

/// Throws Error{usage} "profile-unknown" with those that there are.
Profile find_profile(const Settings& settings, const std::string& name);

/// What a plan depends on, from inventory and state (either may know more).
PlanInput plan_input(const Inventory& inventory, std::vector<std::size_t> selected, StoreReader* state,
                     Time now);

/// A duration of the command line, as the user has written it. Throws Error{usage} "duration"; `example` is
/// shown then.
Duration read_duration(const std::string& flag, const std::string& text, const std::string& example);

/// What standard output can show.
Style output_style(const Settings& settings);

/// Is standard error a terminal, so that a live display makes sense?
bool has_live_display(const Settings& settings);

/// user@machine, for the record.
std::string requester();

/// 32 hexadecimal digits from the system's random source.
std::string new_id();

/// Asks on the terminal; false without one.
bool ask_yes(const std::string& question);

}  // namespace clientpush
