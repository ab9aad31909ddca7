#pragma once

#include <string_view>

#include "ports/site.h"

namespace clientpush {

/// Whether the site's ports can be read in that Active Directory forest. Names of forests have no case.
bool publishes_to(const Site& site, std::string_view forest);

}  // namespace clientpush
