#include "push/retry.h"

#include <algorithm>
#include <cmath>

namespace clientpush {

std::optional<Duration> next_delay(const RetrySpec& spec, int tries, Duration since_first, double jitter) {
    if (since_first >= spec.give_up) return std::nullopt;
    const double grown =
        static_cast<double>(spec.first.count()) * std::pow(spec.factor, std::max(0, tries - 1));
    const double capped = std::min(grown, static_cast<double>(spec.max.count()));
    return Duration(std::max(1L, static_cast<long>(capped * (0.5 + 0.5 * jitter))));
}

}  // namespace clientpush
