#pragma once

#include <optional>

#include "push/playbook.h"

namespace clientpush {

/// How long to wait before try number `tries` + 1, given that the first was `since_first` ago; nothing once
/// the deadline is over. `jitter` in [0, 1) spreads hosts over the second half of the delay, so that a
/// thousand that went away together do not come back together.
std::optional<Duration> next_delay(const RetrySpec& spec, int tries, Duration since_first, double jitter);

}  // namespace clientpush
