#pragma once

#include <string>

#include "differential/ours.h"

namespace clientpush {

/// "h1 a=1 b=x; h2": every host with its variables, by name, for a test to compare at a glance.
std::string listing(const nlohmann::json& ansible);
std::string listing(const Ours& ours);

/// "web1 web2", or "refused" with what was said.
std::string chosen(const nlohmann::json& ansible_pattern);
std::string chosen(const Ours& ours, const std::string& pattern);

}  // namespace clientpush
