#pragma once

#include <filesystem>
#include <string>

#include "inventory/inventory.h"
#include "ports/plan.h"

namespace clientpush {

/// An inventory and what moving ABC to 8080 and 8443 does to its clients.
struct Change {
    Inventory inventory;
    Plan plan;

    /// Writes the report of the plan and gives its path back.
    std::filesystem::path write(const std::filesystem::path& folder) const;
};

/// 1,083 clients of two sites: every outlook, many rules, dated and undated facts.
Change realistic_change();

/// The same, with a client whose every text tries to leave its place.
Change hostile_change();

/// 100,000 clients, 1,000 of them lost.
Change large_change();

/// The report of a run in which some hosts failed.
std::filesystem::path write_run(const std::filesystem::path& folder);

}  // namespace clientpush
