#include "ssh/channel.h"

#include <array>

#include "base/untrusted.h"

namespace clientpush::ssh {
namespace {

// Enough for one send() to carry several packets, and all that we hold of a host's input.
constexpr std::size_t send_ahead = std::size_t{128} * 1024;

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

}  // namespace

asio::awaitable<void> Channel::start(std::string line) {
    LIBSSH2_SESSION* libssh2 = session_.libssh2();
    const long opened = co_await session_.op([&] {
        channel_ = libssh2_channel_open_session(libssh2);
        return channel_ ? 0 : libssh2_session_last_errno(libssh2);
    });
    if (opened != 0) no_exec(session_, session_.engine().last_error());
    const long started = co_await session_.op([&] {
        return libssh2_channel_process_startup(channel_, "exec", 4, line.data(),
                                               static_cast<unsigned>(line.size()));
    });
    if (started != 0) no_exec(session_, session_.engine().last_error());
    session_.command_started();
}

/// Hands libssh2 what it takes without waiting. False when there is nothing left to send.
bool Channel::queue(std::string_view& input) {
    while (!input.empty() && session_.engine().unsent().size() < send_ahead) {
        const auto count = session_.engine().step(
            [&] { return libssh2_channel_write(channel_, input.data(), input.size()); });
        if (count == 0 || count == LIBSSH2_ERROR_EAGAIN) break;
        if (count < 0) fail(session_, "sending a command's input", session_.engine().last_error());
        input.remove_prefix(static_cast<std::size_t>(count));
    }
    return !input.empty();
}

/// libssh2_channel_write never notices that the host has closed the channel, and an end of the output does
/// not mean it: a command may close its output and go on reading.
bool Channel::closed_by_host() {
    return libssh2_channel_eof(channel_) == 1 &&
           session_.engine().step([&] { return libssh2_channel_wait_closed(channel_); }) == 0;
}

asio::awaitable<void> Channel::send(std::string_view input) {
    bool more = queue(input);
    while (more) {
        const std::size_t before = input.size();
        co_await session_.flush();
        pass_on();
        if (closed_by_host()) co_return;
        more = queue(input);
        if (more && input.size() == before) co_await session_.wait_for_input();
    }
    co_await session_.flush();
}

bool Channel::pass_on(Stream stream, int number) {
    std::array<char, std::size_t{32} * 1024> block;
    for (bool something = false;; something = true) {
        const auto count = session_.engine().step(
            [&] { return libssh2_channel_read_ex(channel_, number, block.data(), block.size()); });
        if (count == 0 || count == LIBSSH2_ERROR_EAGAIN) return something;
        if (count < 0) fail(session_, "reading a command's output", session_.why_lost());
        listener_(stream, {block.data(), static_cast<std::size_t>(count)});
    }
}

bool Channel::pass_on() {
    const bool out = pass_on(Stream::out, 0);
    const bool err = pass_on(Stream::err, SSH_EXTENDED_DATA_STDERR);
    return out || err;
}

asio::awaitable<bool> Channel::listen() {
    for (;;) {
        const bool something = pass_on();
        const bool over = libssh2_channel_eof(channel_) == 1;
        if (over || something) co_return !over;
        co_await session_.flush();
        co_await session_.wait_for_input();
    }
}

asio::awaitable<void> Channel::wait_for_end() {
    // The exit status comes after the end of the output, and not at all to those who close first.
    const long closed = co_await session_.op([&] { return libssh2_channel_wait_closed(channel_); });
    if (closed != 0) fail(session_, "waiting for a command's end", session_.engine().last_error());
}

}  // namespace clientpush::ssh
