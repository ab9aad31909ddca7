#pragma once

#include <string>

#include "base/asio.h"
#include "transport/transport.h"

namespace clientpush {

/// What a line of shell printed on a host, and its exit status.
struct Said {
    std::string out;
    int status = -1;
};

/// Runs a line of shell in a conversation of its own, to its end. `input` is all that it may read: behind
/// that it waits, for a conversation has no end of input.
asio::awaitable<Said> ask(Connection* connection, std::string line, std::string input = {});

/// The same over a connection of its own.
asio::awaitable<Said> ask(Transport* transport, Endpoint endpoint, std::string line, std::string input = {});

}  // namespace clientpush
