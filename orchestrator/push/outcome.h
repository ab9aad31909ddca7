#pragma once

#include <optional>
#include <string>

#include "status/record.h"

namespace clientpush {

/// How one host came out of one try. Every host that was started has exactly one.
struct Outcome {
    HostState state = HostState::unknown;
    std::string reason;  ///< stable id
    std::string detail;  ///< for people, printable
    std::optional<HostRecord> record;
    std::optional<Attempt> attempt;  ///< as it is now, when there is one
    bool look_again = false;  ///< the host was lost when its installer may have begun: try to see it later
};

}  // namespace clientpush
