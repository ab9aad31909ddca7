#pragma once

#include <string>
#include <vector>

#include "cli/settings.h"

namespace clientpush {

/// Records the keys that hosts show now, and by whom and when. `from`, unless empty, is a file of trusted
/// keys: only those are recorded, without a question.
int approve_keys(Settings settings, const std::vector<std::string>& patterns, const std::string& from);

}  // namespace clientpush
