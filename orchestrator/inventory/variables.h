#pragma once

#include <string>
#include <string_view>

#include "inventory/draft.h"
#include "inventory/findings.h"

namespace clientpush {

/// The variables of a mapping (or of nothing). Passwords are left out, with a warning, so that no later step
/// can show them.
Definitions read_variables(const yaml::Document& document, const yaml::Node& node, const std::string& whose,
                           Findings& findings);

/// Is this a variable that holds a password itself?
bool is_secret(std::string_view name);

/// The same; warns when it is one.
bool is_secret(const std::string& name, const Position& at, Findings& findings);

}  // namespace clientpush
