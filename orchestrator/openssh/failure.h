#pragma once

#include <optional>
#include <string>

#include "base/error.h"

namespace clientpush::openssh {

/// Why `ssh` ended before it had us logged in, by what it said (LogLevel INFO, in English as always) and its
/// exit status. The kinds and reasons are those of Transport::connect, and "no-exec" and "host-key-revoked".
Error failure(const std::string& host, const std::string& said, std::optional<int> status);

}  // namespace clientpush::openssh
