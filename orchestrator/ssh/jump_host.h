#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "ssh/jump_session.h"

namespace clientpush::ssh {

/// How much a jump host is asked for.
struct JumpLimits {
    std::size_t connections = 10;             ///< each opens one channel at a time
    std::size_t with_blocked = 64;            ///< with those that wait for a host that does not answer
    std::chrono::milliseconds patience{250};  ///< before another connection is made to open channels
    std::chrono::milliseconds blocked{1000};  ///< an opening that takes so long may take minutes
    std::chrono::milliseconds reach{15'000};  ///< until a jump host has let us in
    std::chrono::seconds keep{60};            ///< for the next wave, once the last host has left
};

/// One jump host, as one thread uses it: a connection that the hosts behind it share.
///
/// libssh2 opens one channel at a time, and a jump host takes minutes to give up on a host that does not
/// answer: when the line gets long or stands still further connections are made, up to a limit; those that
/// wait for such a host have another. A connection that waits for an answer that nobody wants any more is
/// used by those on it, and by nobody else.
class JumpHost : public std::enable_shared_from_this<JumpHost> {
public:
    /// Makes a session on which somebody is logged in.
    using Connect = std::function<asio::awaitable<std::unique_ptr<Session>>(ConnectProgress)>;

    JumpHost(Endpoint self, Connect connect, const asio::any_io_executor& executor, JumpLimits limits);

    /// A stream to a host behind it. When it cannot be reached everybody who waits hears the same Error, and
    /// for a moment those who come later: nobody tries again at once, a refused login least of all.
    /// Throws what JumpSession::open throws; Error{unreachable} and Error{refused} with the reason why the
    /// jump host cannot be used after "jump-" ("jump-host-key-unknown").
    asio::awaitable<std::unique_ptr<ByteStream>> open(Endpoint target);

    /// Closes the connections that have been idle for too long.
    void close_idle();

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    struct Failure {
        Error error;
        TimePoint at;
    };
    struct InLine {
        explicit InLine(JumpHost& host) : line(host.line_), timer(host.executor_) {
            place = line.insert(line.end(), this);
        }
        ~InLine() { line.erase(place); }
        InLine(const InLine&) = delete;
        InLine& operator=(const InLine&) = delete;

        std::list<InLine*>& line;
        asio::steady_timer timer;
        bool waits = false;
        std::list<InLine*>::iterator place;
    };

    std::shared_ptr<JumpSession> free_session();
    void forget_broken();
    bool wants_another(TimePoint since) const;
    asio::awaitable<void> connect();
    asio::awaitable<void> wait_in_line(InLine* place);
    void call_next();
    void call_all();
    void throw_failure(TimePoint since) const;
    std::function<void()> caller();

    Endpoint self_;
    Connect connect_;
    asio::any_io_executor executor_;
    JumpLimits limits_;
    std::vector<std::shared_ptr<JumpSession>> sessions_;
    std::list<InLine*> line_;
    std::optional<Failure> failure_;
    bool connecting_ = false;
};

}  // namespace clientpush::ssh
