#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/asio.h"
#include "base/error.h"
#include "transport/connect_stage.h"

namespace clientpush {

/// Where a host is, and as whom to log in there. Empty means: as the command line, ssh's configuration or the
/// default says. A password file holds the password in its first line; one that is executable is run, and
/// prints it.
struct Endpoint {
    std::string name;  ///< for messages
    std::string address;
    std::uint16_t port = 22;  ///< 0: as ssh's configuration says, else 22
    std::string user = {};
    std::string private_key_file = {};
    std::string password_file = {};
    std::string connection = "ssh";  ///< "ssh" or "local"
    std::string transport = {};      ///< for ssh: "libssh2" or "openssh"; empty: whichever can
    std::string jump = {};           ///< "[user@]host[:port],…", the nearest to us first; "none"
    ConnectProgress progress = {};   ///< told by transports that know; may be null
};

/// A command that is talked with: its input is written and its output read in turns. Used by one coroutine at
/// a time. A call that throws leaves it unusable. The destructor does no I/O and waits for nothing; the
/// command finds its input ended once the connection has gone.
class Conversation {
public:
    virtual ~Conversation() = default;

    /// Returns when the transport has taken all of it; what the command prints meanwhile is kept for hear().
    /// `bytes` must stay alive until then.
    virtual asio::awaitable<void> say(std::string_view bytes) = 0;

    /// What the command has printed since the last call, up to and with `end`. Of an answer longer than
    /// `limit` the beginning is dropped. Throws when the command ends before it has printed that:
    /// Error{remote} "no-shell" if it failed without ever printing anything, else Error{lost} "no-trailer";
    /// the message quotes the last that it said.
    virtual asio::awaitable<std::string> hear(std::string end, std::size_t limit) = 0;
};

/// One connection to one host. Used by one coroutine at a time. A call that throws leaves the connection
/// unusable, unless the Error is of kind `remote`. The destructor does no I/O and waits for nothing.
class Connection {
public:
    virtual ~Connection() = default;

    /// Starts a command of the login shell to talk with. The line is a constant of ours; everything that
    /// varies is said.
    virtual asio::awaitable<std::unique_ptr<Conversation>> talk(std::string line) = 0;

    /// Writes `data` into the file at `path` (relative: to the login directory) from byte `offset` on;
    /// creates it with mode 0600 when it is not there. Returns when the host has acknowledged every byte.
    /// Throws Error{remote} "disk-full", "permission-denied" or "remote-io". `data` must stay alive until
    /// then.
    virtual asio::awaitable<void> put(std::string path, std::string_view data, std::uint64_t offset) = 0;

    /// Can files be put? If not they go through a command's input.
    virtual bool can_put() const { return true; }

    /// From a byte that leaves to its acknowledgement, as far as the transport knows; 0 when it does not.
    virtual std::chrono::microseconds round_trip() const { return {}; }
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
