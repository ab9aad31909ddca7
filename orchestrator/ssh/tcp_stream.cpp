#include "ssh/tcp_stream.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace clientpush::ssh {
namespace {

using boost::system::error_code;

asio::awaitable<void> wait_for_either(TcpStream::Socket* socket) {
    co_await asio::experimental::make_parallel_group(
        socket->async_wait(TcpStream::Socket::wait_write, asio::deferred),
        socket->async_wait(TcpStream::Socket::wait_read, asio::deferred))
        .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
}

}  // namespace

TcpStream::TcpStream(Socket socket) : socket_(std::move(socket)) {
    socket_.non_blocking(true);
}

std::size_t TcpStream::read_some(char* to, std::size_t size, error_code& failure) {
    return socket_.read_some(asio::buffer(to, size), failure);
}

std::size_t TcpStream::write_some(std::string_view bytes, error_code& failure) {
    return socket_.write_some(asio::buffer(bytes.data(), bytes.size()), failure);
}

asio::awaitable<void> TcpStream::wait(Until until) {
    if (until == Until::readable) return socket_.async_wait(Socket::wait_read, asio::use_awaitable);
    if (until == Until::writable) return socket_.async_wait(Socket::wait_write, asio::use_awaitable);
    return wait_for_either(&socket_);
}

void TcpStream::wake() {
    error_code ignored;
    socket_.cancel(ignored);
}

void TcpStream::close() {
    error_code ignored;
    socket_.close(ignored);
}

/// sshd holds back its next packet until the last one is acknowledged: an acknowledgement at once saves
/// 40 ms on a long line. The kernel forgets the option, so it is set after each read.
void TcpStream::acknowledge_now() {
    const int on = 1;
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

std::chrono::microseconds TcpStream::round_trip() const {
    tcp_info info = {};
    socklen_t size = sizeof info;
    if (::getsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return {};
    return std::chrono::microseconds(info.tcpi_rtt);
}

}  // namespace clientpush::ssh
