#pragma once

#include "cli/settings.h"

namespace clientpush {

/// Diagnostics go to standard error, results to standard output. -v: info, -vv: debug.
void set_up_log(const Settings& settings);

}  // namespace clientpush
