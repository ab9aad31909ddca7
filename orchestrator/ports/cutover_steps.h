#pragma once

#include <vector>

#include "ports/cutover.h"

namespace clientpush {

/// The order that keeps everyone managed, each step with what the given evidence says about it. Looks at the
/// site, the history and what `judged` holds of clients and ports.
std::vector<CutoverStep> cutover_steps(const Cutover& judged, const Site& site,
                                       const std::vector<SitePorts>& history);

}  // namespace clientpush
