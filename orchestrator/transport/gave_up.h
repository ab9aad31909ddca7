#pragma once

#include "base/error.h"
#include "base/time.h"
#include "transport/transport.h"

namespace clientpush {

/// The Error{unreachable} "no-answer" of a host that has not let us in within `limit`: says how far we came.
Error gave_up(const Endpoint& host, Duration limit);

}  // namespace clientpush
