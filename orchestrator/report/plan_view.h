#pragma once

#include <string>
#include <vector>

#include "base/folded_names.h"
#include "ports/plan.h"
#include "report/plan_report.h"
#include "report/verdicts.h"

namespace clientpush {

/// Clients of a plan that are told of together.
struct PlanGroup {
    std::string title;  ///< "wave 1", or why nothing is pushed
    FoldedNames names;
};

/// What a plan says of its clients by name, gathered in one pass over them.
struct PlanView {
    explicit PlanView(const Plan& plan);

    VerdictGroups verdicts;               ///< of those that are not simply kept
    std::vector<PlanGroup> waves;         ///< whom a push goes to; "one wave" where waves were not dealt
    std::vector<PlanGroup> out_of_reach;  ///< who needs a self-service package, by why
    std::vector<PlanGroup> left_alone;    ///< who is not safe and yet gets nothing, by why
};

/// "install 3, switch 12, make a bundle for 1", or "do nothing".
std::string what_a_push_would_do(const PlanSummary& summary);

/// Nobody is lost, unknown or pushed.
bool nothing_to_do(const PlanSummary& summary);

/// What to do after looking at the plan, or "" when nothing is left to do.
std::string next_step(const PlanSummary& summary, const PlanBasis& basis);

}  // namespace clientpush
