#pragma once

#include <libssh2.h>

#include <functional>
#include <string>
#include <string_view>

#include "base/asio.h"
#include "ssh/session.h"

namespace clientpush::ssh {

/// A command in a channel of its own. Its parts run in turn, by one coroutine. The host may speak at any
/// time: whatever waits here passes its words on. The session frees it.
class Channel {
public:
    enum class Stream { out, err };
    using Listener = std::function<void(Stream, std::string_view)>;

    Channel(Session& session, Listener listener) : session_(session), listener_(std::move(listener)) {}
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// Throws Error{refused} "no-exec": the host starts no commands for this user.
    asio::awaitable<void> start(std::string line);

    /// Sends all of it, or as much as the command wants before it ends. `input` stays alive until then.
    asio::awaitable<void> send(std::string_view input);

    /// Passes on what is there, and waits when that is nothing. False: the output has ended.
    asio::awaitable<bool> listen();

    /// Waits for the end of a command whose output has ended.
    asio::awaitable<void> wait_for_end();

    /// Of a command that has ended. 0 also when its status was lost or a signal ended it.
    int status() { return libssh2_channel_get_exit_status(channel_); }

    Session& session() { return session_; }

private:
    bool queue(std::string_view& input);
    bool pass_on();
    bool pass_on(Stream stream, int number);
    bool closed_by_host();

    Session& session_;
    Listener listener_;
    LIBSSH2_CHANNEL* channel_ = nullptr;  // freed with the session
};

}  // namespace clientpush::ssh
