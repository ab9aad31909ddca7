#pragma once

#include <ostream>

#include "inventory/inventory.h"
#include "ports/plan.h"
#include "report/format.h"
#include "report/plan_report.h"

namespace clientpush {

/// A rule of the outlook: what it means, and where that comes from. JSON: {"rule","explanation","source"};
/// ndjson the same on one line; the other formats are written as the table.
void write_rule(std::ostream& out, const Rule& rule, Format format, Style style);

/// One client of a plan: its verdict; every fact that the verdict used with value, source, age and place; how
/// each rule fared, and why; what a push would do, and why.
///
/// JSON: as a client of `plan -o json`, and "rules": [{"rule","result","why"}], `result` being "matched",
/// "would match", "passed over", "undecided" or "not reached". ndjson the same on one line; the other formats
/// are written as the table.
void write_explanation(std::ostream& out, const PlannedClient& client, const Plan& plan,
                       const PlanBasis& basis, Format format, Style style);

}  // namespace clientpush
