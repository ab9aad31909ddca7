#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "push/remote.h"

namespace clientpush {

/// Which host each machine has answered as, by its machine id and its boot. Two names that lead to one
/// machine mean that another machine was never reached, and would be taken for managed.
class Machines {
public:
    /// The position of the host that this machine answered as before; nothing when it is the same one, or
    /// the machine does not say who it is.
    std::optional<int> other_than(int position, const Look& seen);

private:
    std::unordered_map<std::uint64_t, int> hosts_;  ///< by a hash of both: many hosts fit
};

}  // namespace clientpush
