#pragma once

#include <string>
#include <vector>

#include "cli/planning.h"
#include "push/saved_plan.h"

namespace clientpush {

/// Writes the plan, and all that it rests on, to a file. Throws Error{usage} "plan-not-written".
void save_plan(const std::string& file, const Plan& plan, const PlanInput& input, const PushRequest& request);

/// Throws Error{usage} "plan-missing" and what read_saved_plan throws.
SavedPlan load_plan(const std::string& file);

/// Throws Error{usage} "plan-moved", naming everything that is not as it was when the plan was made.
void refuse_if_moved(const SavedPlan& plan, const BasisDigests& now);

}  // namespace clientpush
