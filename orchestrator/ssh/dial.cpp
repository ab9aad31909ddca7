#include "ssh/dial.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>

#include "base/error.h"
#include "ssh/resolve.h"
#include "ssh/tcp_stream.h"

namespace clientpush::ssh {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

void set(int socket, int level, int option, int value) {
    ::setsockopt(socket, level, option, &value, sizeof value);
}

/// Asio's own sockets would be inherited by every child process.
tcp::socket open_socket(const asio::any_io_executor& executor, const tcp& protocol) {
    const int fd = ::socket(protocol.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);
    if (fd < 0)
        throw Error(Error::Kind::unreachable, "no-socket",
                    "cannot open a socket: " + error_code(errno, boost::system::system_category()).message(),
                    "raise the limit of open files (ulimit -n) or push to fewer hosts at once");
    set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 30'000);
    // A host that dies while we only listen is noticed by the kernel's own probes.
    set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(fd, IPPROTO_TCP, TCP_KEEPIDLE, 15);
    set(fd, IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
    return tcp::socket(executor, protocol, fd);
}

Error failure(const Endpoint& host, const error_code& why) {
    const std::string where = host.name + " (" + host.address + ", port " + std::to_string(host.port) + ")";
    const auto unreachable = [&](const char* reason, const std::string& what, const char* cure) {
        return Error(Error::Kind::unreachable, reason, what, cure);
    };
    if (why == asio::error::connection_refused || why == asio::error::connection_reset)
        return unreachable("connection-refused", where + " refuses connections",
                           "see that sshd runs there, and that the port is right");
    if (why == asio::error::timed_out)
        return unreachable("no-answer", where + " does not answer",
                           "see that the host is up and that no firewall drops the connection");
    return unreachable("no-route", "there is no way to " + where + ": " + why.message(),
                       "see that the host is up and that the network leads there");
}

}  // namespace

asio::awaitable<std::unique_ptr<ByteStream>> dial(Endpoint endpoint) {
    const auto executor = co_await asio::this_coro::executor;
    const auto addresses = co_await resolve(endpoint.address, endpoint.port);
    error_code why;
    for (const tcp::endpoint& address : addresses) {
        tcp::socket socket = open_socket(executor, address.protocol());
        co_await socket.async_connect(address, asio::redirect_error(asio::use_awaitable, why));
        if (!why) co_return std::make_unique<TcpStream>(std::move(socket));
        if (why == asio::error::operation_aborted) throw boost::system::system_error(why);
    }
    throw failure(endpoint, why);
}

}  // namespace clientpush::ssh
