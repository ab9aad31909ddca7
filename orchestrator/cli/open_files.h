#pragma once

namespace clientpush {

/// How many hosts fit into the limit of open files, `wanted` at most, when each takes so many of them. Raises
/// the limit as far as the system lets it, and tells the user when that is not enough.
int hosts_at_once(int wanted, int files_of_each);

}  // namespace clientpush
