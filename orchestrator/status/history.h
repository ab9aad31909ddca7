#pragma once

#include <array>

#include "status/record.h"

namespace clientpush {

using Digest = std::array<unsigned char, 32>;

/// Chains the events: SHA-256 over the digest of the event before (zeros before the first) and everything in
/// this one. Whoever changes an old event without also rewriting every later one is found out.
Digest chained(const Digest& previous, const Event& event);

}  // namespace clientpush
