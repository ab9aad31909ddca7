#pragma once

#include <ostream>
#include <string>

#include "cli/settings.h"
#include "report/plan_report.h"

namespace clientpush {

/// Explains a rule of the outlook; false when `word` is none.
bool explain_rule(std::ostream& out, const Settings& settings, const std::string& word);

/// Explains the verdict of one client. Throws Error{usage} "nothing-to-explain" when the plan has no such
/// client.
void explain_host(std::ostream& out, const Settings& settings, const std::string& name, const Plan& plan,
                  const PlanBasis& basis);

}  // namespace clientpush
