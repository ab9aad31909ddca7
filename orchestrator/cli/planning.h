#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/request.h"

namespace clientpush {

struct PlanOptions {
    std::vector<std::string> assignments;  ///< --set
    std::string stale_after;
};

/// The plan of a request. A bare plan judges what the change does to each client and what it would take; a
/// bare push lets the look decide and so goes to everyone: `push_everyone`.
Plan make_plan(const Inventory& inventory, const PushRequest& request, StoreReader* state,
               const PlanOptions& options, bool push_everyone = false);

/// 2 when a client is or would become unmanaged, 4 when one is unknown, 6 both.
int detailed_exit_code(const PlanSummary& summary);

}  // namespace clientpush
