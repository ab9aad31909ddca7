#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/request.h"
#include "report/plan_report.h"

namespace clientpush {

struct PlanOptions {
    std::vector<std::string> assignments;  ///< --set
    std::string stale_after;
    std::string to;      ///< --to: a source whose sites replace the inventory's
    bool probe = false;  ///< read the hosts first
};

/// What a plan of this request rests on, with --set, --to and --stale-after applied, and without a probe.
PlanInput plan_input(const Inventory& inventory, const PushRequest& request, StoreReader* state,
                     const PlanOptions& options);

/// A plan, and what it was made from.
struct MadePlan {
    std::shared_ptr<const PlanInput> input;
    Plan plan;
};

/// What a push of this request would do, and what the change does to each client. The inventory must live as
/// long as the plan.
MadePlan make_plan(const Inventory& inventory, const PushRequest& request, StoreReader* state,
                   const PlanOptions& options);

/// The plan in the format of the command line; where that has rows only, its warnings go to standard error.
void print_plan(std::ostream& out, const Plan& plan, const Settings& settings, Style style,
                const PlanBasis& basis);

/// What to type to push this selection.
std::string push_command(const Settings& settings, const std::string& playbook);

/// 2 when a client is or would become unmanaged, 4 when one is unknown, 6 both.
int detailed_exit_code(const PlanSummary& summary);

}  // namespace clientpush
