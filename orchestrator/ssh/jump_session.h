#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.h"
#include "ssh/byte_stream.h"
#include "ssh/jump_signal.h"
#include "ssh/session.h"
#include "transport/transport.h"

namespace clientpush::ssh {

class JumpChannel;

/// One connection to a jump host, and the channels through it to the hosts behind. All on one thread.
///
/// Two coroutines of its own are alone in moving bytes between the engine and the stream: one reads, one
/// writes what did not fit at once and frees the channels that were given up. The hosts' coroutines call
/// libssh2 too, but each call is one synchronous step on buffers in memory, so that no two are ever mixed.
///
/// While nobody waits for anything they rest, so that a connection kept for the next host keeps no loop
/// alive. The destructor closes the stream.
class JumpSession : public std::enable_shared_from_this<JumpSession> {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// `session` is logged in. `changed` is called when a channel was opened or could not be, and when the
    /// connection broke.
    JumpSession(std::unique_ptr<Session> session, const asio::any_io_executor& executor,
                std::function<void()> changed);
    ~JumpSession();
    JumpSession(const JumpSession&) = delete;
    JumpSession& operator=(const JumpSession&) = delete;

    /// A stream to the host at this address as the jump host sees it. One at a time, because libssh2 can do
    /// no more: only when not opening().
    /// Throws Error{refused} "forwarding-refused", Error{unreachable} "no-route" and "jump-connection-lost".
    asio::awaitable<std::unique_ptr<ByteStream>> open(Endpoint target);

    bool opening() const { return opening_ != nullptr; }

    /// Since when; TimePoint::max() when it is not.
    TimePoint opening_since() const;

    /// Is an answer awaited that nobody waits for any more? It may take the jump host minutes.
    bool stuck() const;

    bool broken() const { return broken_; }
    std::string why_broken() const;
    const std::string& host() const { return session_->host(); }

    /// Since when there is no channel through it; TimePoint::max() when there is one.
    TimePoint idle_since() const;

    /// Takes note of what happened while nobody used it.
    void look();

private:
    friend class JumpChannel;

    struct Opening {
        explicit Opening(const asio::any_io_executor& executor) : ended(executor) {}
        const TimePoint since = std::chrono::steady_clock::now();
        std::string request;
        LIBSSH2_CHANNEL* channel = nullptr;
        long code = LIBSSH2_ERROR_EAGAIN;
        std::string why;
        bool given_up = false;
        Signal ended;
    };
    class Applicant;

    static asio::awaitable<void> listen(std::shared_ptr<JumpSession> self);
    static asio::awaitable<void> keep(std::shared_ptr<JumpSession> self);
    void start();
    bool busy() const;
    bool read_what_is_there();
    void decrypt();
    void settle();
    void step_opening();
    void free_channels();
    void send();
    void wake_channels();
    void fail(std::string why);
    [[noreturn]] void refuse(const Opening& opening, const Endpoint& target) const;

    // For the channels.
    bool has_room() const;
    void enter(JumpChannel* channel) { channels_.push_back(channel); }
    void leave(JumpChannel* channel, LIBSSH2_CHANNEL* handle);
    void nobody_waits() { work_.notify(); }
    Engine& engine() { return session_->engine(); }

    std::unique_ptr<Session> session_;
    asio::any_io_executor executor_;
    std::function<void()> changed_;
    Signal work_;
    std::shared_ptr<Opening> opening_;
    std::vector<JumpChannel*> channels_;
    std::vector<LIBSSH2_CHANNEL*> given_up_;  ///< the jump host has not yet agreed to their end
    TimePoint idle_since_ = std::chrono::steady_clock::now();
    std::string why_;
    bool broken_ = false;
    bool listening_ = false;
    bool keeping_ = false;
};

}  // namespace clientpush::ssh
