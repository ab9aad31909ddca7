#pragma once

#include <string>
#include <vector>

#include "ports/plan.h"
#include "report/plan_report.h"
#include "report/verdicts.h"

namespace clientpush {

/// Clients of a plan that are told of together.
struct PlanGroup {
    std::string title;  ///< "wave 1", or why nothing is pushed
    Names names;
};

/// Each client with its verdict, in inventory order; as long as the plan lives.
std::vector<NamedVerdict> verdicts_of(const Plan& plan);

/// Whom a push starts something on, by wave; "one wave" where waves were not dealt.
std::vector<PlanGroup> waves_of(const Plan& plan);

/// Who needs a self-service package, by why.
std::vector<PlanGroup> out_of_reach(const Plan& plan);

/// Who is not safe and yet gets nothing, by why: nobody is left out silently.
std::vector<PlanGroup> left_alone(const Plan& plan);

/// "install 3, switch 12, make a bundle for 1", or "do nothing".
std::string what_a_push_would_do(const Plan& plan);

/// Nobody is lost, unknown or pushed.
bool nothing_to_do(const Plan& plan);

/// What to do after looking at the plan, or "" when nothing is left to do.
std::string next_step(const Plan& plan, const PlanBasis& basis);

}  // namespace clientpush
