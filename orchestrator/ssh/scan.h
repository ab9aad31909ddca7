#pragma once

#include <string>
#include <vector>

#include "base/asio.h"
#include "ssh/host_key.h"
#include "ssh/jump_hosts.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// The host keys that a host shows to everybody.
struct OfferedKeys {
    std::vector<HostKey> keys;             ///< one of each type that we can check
    std::vector<std::string> not_checked;  ///< host key algorithms that it has too, and that libssh2 lacks
};

/// Asks a host for its keys, one connection for each type, without logging in. The host proves that it owns
/// each, but not that it is the host you mean.
/// Throws what Transport::connect throws before a login.
asio::awaitable<OfferedKeys> scan(const JumpHosts* ways, Endpoint endpoint);

}  // namespace clientpush::ssh
