#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/request.h"
#include "push/planner.h"

namespace clientpush {

/// What hosts say of themselves right now.
struct Probe {
    std::map<std::string, HostRecord, std::less<>> records;
    std::map<std::string, Ways, std::less<>> ways;
    std::vector<std::string> silent;  ///< could not be looked at, in inventory order
};

/// Looks at every selected client that has an address, and lets it try its management points on the ports of
/// `sites`. Changes nothing, here or there. Ctrl-C leaves the program at once, with 130.
Probe probe(const PushRequest& request, const Inventory& inventory, const Sites& sites,
            const std::vector<std::size_t>& selected);

}  // namespace clientpush
