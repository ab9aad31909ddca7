#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/asio.h"
#include "base/error.h"
#include "ssh/byte_stream.h"
#include "ssh/engine.h"

namespace clientpush::ssh {

/// One libssh2 session on its stream, and alone in knowing EAGAIN. Used by one coroutine at a time.
///
/// Whatever leaves op() as an exception (a lost connection, a cancelled coroutine) closes the stream, and
/// every later call fails at once. The destructor frees memory, closes the stream and waits for nothing.
class Session {
public:
    /// `host` is for messages.
    Session(std::unique_ptr<ByteStream> stream, std::string host);
    ~Session() { close(); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Makes one libssh2 call until it has an answer, moving bytes while it has none. Gives what the call
    /// gave, which may be a libssh2 error. Throws Error{lost} "connection-lost" when the connection broke:
    /// libssh2 itself often calls that a refusal, because it waited for an answer and there was none.
    template <typename Call>
    asio::awaitable<long> op(Call call) {
        return op(std::move(call), [] { return false; });
    }

    /// The same, but gives LIBSSH2_ERROR_EAGAIN when there is no answer and `hopeless()` says that none will
    /// come.
    template <typename Call, typename Hopeless>
    asio::awaitable<long> op(Call call, Hopeless hopeless);

    /// Sends what the engine has for the host.
    asio::awaitable<void> flush();

    /// Waits until the host has sent something.
    asio::awaitable<void> wait_for_input();

    /// From the first command on sshd no longer waits for acknowledgements, so these need not hurry.
    void command_started() { hurry_ = false; }

    /// Nothing comes and goes any more.
    void close();

    Engine& engine() { return engine_; }
    ByteStream& stream() { return *stream_; }
    LIBSSH2_SESSION* libssh2() { return engine_.session(); }
    const std::string& host() const { return host_; }

    std::chrono::microseconds round_trip() const { return stream_->round_trip(); }

    /// Why the connection ended, as far as the stream and the host told.
    std::string why_lost() const;

private:
    /// Closes the session unless the step came to its end.
    class Step {
    public:
        explicit Step(Session& session) : session_(session) {}
        ~Step() {
            if (!ended_) session_.close();
        }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;
        void ended() { ended_ = true; }

    private:
        Session& session_;
        bool ended_ = false;
    };

    asio::awaitable<void> wait_for_room();
    bool read_what_is_there();
    void throw_if_dead() const;
    [[noreturn]] void throw_lost() const;
    static bool means_lost(long code);

    // The engine dies first: freeing libssh2's memory needs nothing of the stream.
    std::unique_ptr<ByteStream> stream_;
    std::string host_;
    std::string wire_error_;
    int reads_in_a_row_ = 0;
    bool end_was_told_ = false;
    bool hurry_ = true;
    Engine engine_;
};

template <typename Call, typename Hopeless>
asio::awaitable<long> Session::op(Call call, Hopeless hopeless) {
    Step step(*this);
    for (;;) {
        throw_if_dead();
        const long result = static_cast<long>(engine_.step(call));
        if (!engine_.unsent().empty()) co_await flush();
        if (means_lost(result) || (result < 0 && result != LIBSSH2_ERROR_EAGAIN && engine_.saw_end()))
            throw_lost();
        if (result != LIBSSH2_ERROR_EAGAIN || hopeless()) {
            step.ended();
            co_return result;
        }
        co_await wait_for_input();
    }
}

}  // namespace clientpush::ssh
