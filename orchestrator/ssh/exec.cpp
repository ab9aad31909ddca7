#include "ssh/exec.h"

#include <algorithm>
#include <array>

#include "base/untrusted.h"

namespace clientpush::ssh {
namespace {

// Enough for one send() to carry several packets, and all that we hold of a host's input.
constexpr std::size_t send_ahead = 128 * 1024;

[[noreturn]] void fail(const Session& session, const std::string& step, const std::string& why) {
    throw Error(Error::Kind::lost, "connection-lost",
                "the connection to " + session.host() + " broke while " + step + ": " + printable(why),
                "see whether the host is up, then retry");
}

[[noreturn]] void no_exec(const Session& session, const std::string& why) {
    throw Error(Error::Kind::refused, "no-exec",
                session.host() + " starts no commands for this user: " + printable(why),
                "see that the user has a shell, and that the host's sshd allows sessions (MaxSessions, "
                "ForceCommand)");
}

/// One command on its way. Its parts run in turn, by one coroutine.
class Execution {
public:
    Execution(Session& session, const Command& command) : session_(session), command_(command) {}

    asio::awaitable<void> start();
    asio::awaitable<void> send_input();
    asio::awaitable<void> read_to_the_end();
    asio::awaitable<CommandResult> result();

private:
    bool queue_input();
    void read_output();
    void read_stream(int stream, std::string& kept);
    bool closed_by_host();

    Session& session_;
    const Command& command_;
    LIBSSH2_CHANNEL* channel_ = nullptr;  // freed by hand at the end, else with the session
    std::size_t sent_ = 0;
    CommandResult result_;
};

asio::awaitable<void> Execution::start() {
    LIBSSH2_SESSION* libssh2 = session_.libssh2();
    const long opened = co_await session_.op([&] {
        channel_ = libssh2_channel_open_session(libssh2);
        return channel_ ? 0 : libssh2_session_last_errno(libssh2);
    });
    if (opened != 0) no_exec(session_, session_.engine().last_error());
    const long started = co_await session_.op([&] {
        return libssh2_channel_process_startup(channel_, "exec", 4, command_.line.data(),
                                               static_cast<unsigned>(command_.line.size()));
    });
    if (started != 0) no_exec(session_, session_.engine().last_error());
    session_.command_started();
}

/// Hands libssh2 what it takes without waiting. False when there is nothing left to send.
bool Execution::queue_input() {
    while (sent_ < command_.input.size() && session_.engine().unsent().size() < send_ahead) {
        const std::string_view rest = std::string_view(command_.input).substr(sent_);
        const auto count =
            session_.engine().step([&] { return libssh2_channel_write(channel_, rest.data(), rest.size()); });
        if (count == 0 || count == LIBSSH2_ERROR_EAGAIN) break;
        if (count < 0) fail(session_, "sending a command's input", session_.engine().last_error());
        sent_ += static_cast<std::size_t>(count);
    }
    return sent_ < command_.input.size();
}

/// libssh2_channel_write never notices that the host has closed the channel, and an end of the output does
/// not mean it: a command may close its output and go on reading.
bool Execution::closed_by_host() {
    return libssh2_channel_eof(channel_) == 1 &&
           session_.engine().step([&] { return libssh2_channel_wait_closed(channel_); }) == 0;
}

asio::awaitable<void> Execution::send_input() {
    bool more = queue_input();
    while (more) {
        const std::size_t before = sent_;
        co_await session_.flush();
        read_output();
        if (closed_by_host()) co_return;
        more = queue_input();
        if (more && sent_ == before) co_await session_.wait_for_input();
    }
    const long ended = co_await session_.op([&] { return libssh2_channel_send_eof(channel_); });
    if (ended != 0) fail(session_, "ending a command's input", session_.engine().last_error());
}

void Execution::read_stream(int stream, std::string& kept) {
    std::array<char, 32 * 1024> block;
    for (;;) {
        const auto count = session_.engine().step(
            [&] { return libssh2_channel_read_ex(channel_, stream, block.data(), block.size()); });
        if (count == 0 || count == LIBSSH2_ERROR_EAGAIN) return;
        if (count < 0) fail(session_, "reading a command's output", session_.why_lost());
        const std::size_t size = static_cast<std::size_t>(count);
        const std::size_t room = command_.output_limit - std::min(command_.output_limit, kept.size());
        kept.append(block.data(), std::min(size, room));
        if (size > room) result_.cut = true;
    }
}

void Execution::read_output() {
    read_stream(0, result_.out);
    read_stream(SSH_EXTENDED_DATA_STDERR, result_.err);
}

asio::awaitable<void> Execution::read_to_the_end() {
    for (;;) {
        read_output();
        if (libssh2_channel_eof(channel_) == 1) break;
        co_await session_.flush();
        co_await session_.wait_for_input();
    }
    // The exit status comes after the end of the output, and not at all to those who close first.
    const long closed = co_await session_.op([&] { return libssh2_channel_wait_closed(channel_); });
    if (closed != 0) fail(session_, "waiting for a command's end", session_.engine().last_error());
}

asio::awaitable<CommandResult> Execution::result() {
    char* signal = nullptr;
    std::size_t size = 0;
    libssh2_channel_get_exit_signal(channel_, &signal, &size, nullptr, nullptr, nullptr, nullptr);
    if (signal) {
        result_.signal.assign(signal, size);
        libssh2_free(session_.libssh2(), signal);
    }
    if (result_.signal.empty()) result_.status = libssh2_channel_get_exit_status(channel_);
    co_await session_.op([&] { return libssh2_channel_free(channel_); });
    co_return std::move(result_);
}

}  // namespace

asio::awaitable<CommandResult> execute(Session* session, Command command) {
    Execution execution(*session, command);
    co_await execution.start();
    co_await execution.send_input();
    co_await execution.read_to_the_end();
    co_return co_await execution.result();
}

}  // namespace clientpush::ssh
