#pragma once

#include <string>

#include "inventory/draft.h"
#include "inventory/findings.h"

namespace clientpush {

/// The variables of a mapping (or of nothing). Passwords are left out, with a warning, so that no later step
/// can show them.
Definitions read_variables(const yaml::Document& document, const yaml::Node& node, const std::string& whose,
                           Findings& findings);

/// Whether a variable holds a password; warns when it does.
bool is_secret(const std::string& name, const Position& at, Findings& findings);

}  // namespace clientpush
