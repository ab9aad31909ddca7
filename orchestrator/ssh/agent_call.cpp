#include "ssh/agent_call.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

using Stream = asio::local::stream_protocol::socket;
using boost::system::error_code;

// OpenSSH's agent sends no longer ones either.
constexpr std::size_t longest_answer = std::size_t{256} * 1024;

Error unreachable(const std::string& socket, const std::string& why) {
    return {Error::Kind::refused, "agent-unreachable", "cannot talk to the agent at " + socket + ": " + why,
            "see whether it runs (ssh-add -l), or unset SSH_AUTH_SOCK"};
}

Error no_answer(const std::string& socket) {
    return {Error::Kind::refused, "agent-no-answer", "the agent at " + socket + " does not answer",
            "see what it waits for (ssh-add -l; a confirmation on its screen?), or unset SSH_AUTH_SOCK"};
}

/// A socket, and the time at which it is closed under whoever waits for it.
struct Line {
    explicit Line(const asio::any_io_executor& executor) : stream(executor), timer(executor) {}
    Stream stream;
    asio::steady_timer timer;
    bool late = false;
};

void give_up_at(const std::shared_ptr<Line>& line, std::chrono::milliseconds limit) {
    line->timer.expires_after(limit);
    line->timer.async_wait([weak = std::weak_ptr(line)](const error_code& cancelled) {
        const auto still = weak.lock();
        if (cancelled || !still) return;
        still->late = true;
        error_code ignored;
        still->stream.close(ignored);
    });
}

/// Asio's own sockets would be inherited by every child process. Gives an errno.
int connect(Stream& stream, const std::string& path) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return ENAMETOOLONG;
    std::memcpy(address.sun_path, path.data(), path.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return errno;
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int why = errno;
        ::close(fd);
        return why;
    }
    stream.assign(asio::local::stream_protocol(), fd);
    return 0;
}

/// An agent that many hosts want at once has a full queue for a moment.
asio::awaitable<void> dial(std::shared_ptr<Line> line, std::string path) {
    asio::steady_timer pause(co_await asio::this_coro::executor);
    for (;;) {
        if (line->late) throw boost::system::system_error(asio::error::operation_aborted);
        const int why = connect(line->stream, path);
        if (why == 0) co_return;
        if (why != EAGAIN) throw unreachable(path, std::strerror(why));
        pause.expires_after(std::chrono::milliseconds(2));
        co_await pause.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<std::string> exchange(std::shared_ptr<Line> line, std::string path, std::string request) {
    co_await dial(line, path);
    std::string framed;
    put_string(framed, request);
    co_await asio::async_write(line->stream, asio::buffer(framed), asio::use_awaitable);
    std::string head(4, '\0');
    co_await asio::async_read(line->stream, asio::buffer(head), asio::use_awaitable);
    const std::size_t size = WireReader(head).number();
    if (size == 0 || size > longest_answer)
        throw Error(Error::Kind::refused, "agent-malformed",
                    "the agent at " + path + " gives an answer of " + std::to_string(size) + " bytes",
                    "see what listens there: SSH_AUTH_SOCK must name the socket of an ssh-agent");
    std::string answer(size, '\0');
    co_await asio::async_read(line->stream, asio::buffer(answer), asio::use_awaitable);
    co_return answer;
}

}  // namespace

asio::awaitable<std::string> ask_agent(AgentCall call, std::string request) {
    if (*call.silent) throw no_answer(*call.socket);
    const auto line = std::make_shared<Line>(co_await asio::this_coro::executor);
    give_up_at(line, call.limit);
    try {
        co_return co_await exchange(line, *call.socket, std::move(request));
    } catch (const boost::system::system_error& failure) {
        if (line->late) {
            *call.silent = true;
            throw no_answer(*call.socket);
        }
        if (failure.code() == asio::error::operation_aborted) throw;
        throw unreachable(*call.socket, failure.code().message());
    }
}

}  // namespace clientpush::ssh
