#pragma once

#include <functional>
#include <ostream>
#include <vector>

#include "report/facts.h"
#include "report/plan_report.h"

namespace clientpush {

using OnClient = std::function<void(const PlannedClient&, const std::vector<UsedFact>&)>;

/// The section with the table of every client; `on_client` hears of each once, with the facts of its verdict.
void write_plan_clients(std::ostream& out, const Plan& plan, const PlanBasis& basis,
                        const OnClient& on_client);

}  // namespace clientpush
