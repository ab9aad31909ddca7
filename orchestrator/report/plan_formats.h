#pragma once

#include <ostream>

#include "ports/plan.h"
#include "report/format.h"
#include "report/grid.h"
#include "report/json.h"

namespace clientpush {

// One file each; `write_plan` chooses.

void write_plan_table(std::ostream& out, const Plan& plan, Style style);
void write_plan_html(std::ostream& out, const Plan& plan);

Json json_of(const Plan& plan);
Json json_of(const PlannedClient& client);

/// One client a row.
Grid grid_of(const Plan& plan);

}  // namespace clientpush
