#pragma once

#include <memory>

#include "base/asio.h"
#include "ssh/jump_hosts.h"
#include "ssh/known_hosts.h"
#include "ssh/session.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// A session whose host has proved that it owns a key on record; nobody is logged in yet.
/// Throws what JumpHosts::way_to and handshake() throw, and Error{refused} "host-key-unknown",
/// "host-key-changed", "host-key-revoked".
asio::awaitable<std::unique_ptr<Session>> reach(const KnownHosts* known_hosts, const JumpHosts* ways,
                                                Endpoint endpoint);

}  // namespace clientpush::ssh
