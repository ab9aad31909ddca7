#pragma once

#include <memory>

#include "base/asio.h"
#include "ssh/byte_stream.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// A TCP connection to the host, close-on-exec and without Nagle's delay, which the kernel gives up when the
/// host acknowledges nothing for half a minute. Tries the host's addresses in turn.
/// Throws Error{unreachable}: "name-not-found", "connection-refused", "no-route", "no-answer", "no-socket".
asio::awaitable<std::unique_ptr<ByteStream>> dial(Endpoint endpoint);

}  // namespace clientpush::ssh
