#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "ports/plan.h"
#include "report/format.h"
#include "report/json.h"
#include "report/plan_report.h"

namespace clientpush {

// One file each; `write_plan` chooses. Each writes client by client.

void write_plan_table(std::ostream& out, const Plan& plan, Style style, const PlanBasis& basis);
void write_plan_json(std::ostream& out, const Plan& plan, const PlanBasis& basis);
void write_plan_lines(std::ostream& out, const Plan& plan, const PlanBasis& basis);
void write_plan_rows(std::ostream& out, const Plan& plan, Format format);
void write_plan_html(std::ostream& out, const Plan& plan, const PlanBasis& basis);

/// A client as JSON on one line.
std::string line_of(const PlannedClient& client, const Plan& plan, const PlanBasis& basis);

}  // namespace clientpush
