#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "transport/transport.h"

namespace clientpush::ssh {

/// The jump hosts of "[user@]host[:port],…", the nearest to us first; each is reached through those before it
/// (its own `jump`). Empty and "none" mean no jump host. A port that is not given is 0, a user empty.
/// An IPv6 address with a port stands in brackets.
/// Throws Error{usage} "jump-malformed".
std::vector<Endpoint> jump_hosts_of(std::string_view spec);

}  // namespace clientpush::ssh
