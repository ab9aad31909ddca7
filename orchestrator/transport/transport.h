#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/asio.h"
#include "base/error.h"

namespace clientpush {

/// Where a host is, and as whom to log in there.
struct Endpoint {
    std::string name;  ///< for messages
    std::string address;
    std::uint16_t port = 22;
    std::string user;
    std::string private_key_file;
    std::string connection = "ssh";  ///< "ssh" or "local"
};

/// A command for the login shell. The line is a constant of ours; everything that varies travels in `input`.
struct Command {
    std::string line;
    std::string input;
    std::size_t output_limit = std::size_t{1} << 20;  ///< bytes kept of each stream; more is read and dropped
};

/// What came back. Exit status 0 proves nothing by itself: a lost status reads the same, so callers ask for a
/// trailer that only the finished script prints.
struct CommandResult {
    std::optional<int> status;  ///< absent when a signal ended it or no status came
    std::string signal;
    std::string out;
    std::string err;
    bool cut = false;  ///< output beyond the limit was dropped
};

/// One connection to one host. Used by one coroutine at a time. A call that throws leaves the connection
/// unusable, unless the Error is of kind `remote`. The destructor does no I/O and waits for nothing.
class Connection {
public:
    virtual ~Connection() = default;

    virtual asio::awaitable<CommandResult> run(Command command) = 0;

    /// Writes `data` into the file at `path` (relative: to the login directory) from byte `offset` on;
    /// creates it with mode 0600 when it is not there. Returns when the host has acknowledged every byte.
    /// Throws Error{remote} "disk-full", "permission-denied" or "remote-io". `data` must stay alive until
    /// then.
    virtual asio::awaitable<void> put(std::string path, std::string_view data, std::uint64_t offset) = 0;
};

/// Makes connections. Throws Error{unreachable}: "connection-refused", "no-route", "name-not-found",
/// "no-answer", "no-banner"; Error{refused}: "host-key-unknown", "host-key-changed", "login-refused",
/// "no-common-algorithm"; Error{lost}: "connection-lost". Deadlines are the caller's: a coroutine that is
/// cancelled closes its socket.
class Transport {
public:
    virtual ~Transport() = default;

    virtual asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) = 0;
};

}  // namespace clientpush
