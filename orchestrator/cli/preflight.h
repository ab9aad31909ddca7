#pragma once

#include <set>
#include <string>

#include "ports/site.h"

namespace clientpush {

/// Before the first wave: every management point of these sites answers on the ports that clients have now
/// and on those that they would get, seen from this machine. Throws Error{usage} "preflight" with each that
/// does not: a client that is moved onto a dead port is lost, and one that has not been moved yet needs the
/// old one.
void preflight(const Sites& before, const Sites& after, const std::set<std::string>& sites);

}  // namespace clientpush
