#include "ssh/session.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "base/untrusted.h"

namespace clientpush::ssh {
namespace {

using boost::system::error_code;

constexpr std::size_t read_size = 256 * 1024;

// More than this is left with the kernel while we are busy sending.
constexpr std::size_t unread_limit = 4 * 1024 * 1024;

// A host that never stops talking must leave the other hosts of this thread their turn.
constexpr int reads_before_others = 16;

/// sshd holds back its next packet until the last one is acknowledged: an acknowledgement at once saves
/// 40 ms on a long line. The kernel forgets the option, so it is set after each read.
void acknowledge_now(Session::Socket& socket) {
    const int on = 1;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

}  // namespace

Session::Session(Socket socket, std::string host) : socket_(std::move(socket)), host_(std::move(host)) {
    socket_.non_blocking(true);
}

void Session::close() {
    engine_.kill();
    error_code ignored;
    socket_.close(ignored);
}

std::chrono::microseconds Session::round_trip() {
    tcp_info info = {};
    socklen_t size = sizeof info;
    if (::getsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return {};
    return std::chrono::microseconds(info.tcpi_rtt);
}

bool Session::means_lost(long code) {
    return code == LIBSSH2_ERROR_SOCKET_RECV || code == LIBSSH2_ERROR_SOCKET_SEND ||
           code == LIBSSH2_ERROR_SOCKET_DISCONNECT;
}

std::string Session::why_lost() const {
    if (!engine_.farewell().empty()) return "it said: " + printable(engine_.farewell());
    if (!wire_error_.empty()) return wire_error_;
    return engine_.input_ended() ? "it closed the connection" : "the connection was given up";
}

void Session::throw_if_dead() const {
    if (engine_.dead()) throw_lost();
}

void Session::throw_lost() const {
    throw Error(Error::Kind::lost, "connection-lost", "the connection to " + host_ + " broke: " + why_lost(),
                "see whether the host is up and the network between is steady, then retry");
}

asio::awaitable<void> Session::flush() {
    Step step(*this);
    while (!engine_.unsent().empty()) {
        error_code failure;
        const std::string_view bytes = engine_.unsent();
        const std::size_t count = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), failure);
        engine_.sent(count);
        if (failure == asio::error::would_block) {
            co_await wait_for_room();
        } else if (failure) {
            // What the host said before it hung up may still be waiting to be read.
            wire_error_ = failure.message();
            engine_.sent(engine_.unsent().size());
        }
    }
    step.ended();
}

asio::awaitable<void> Session::wait_for_room() {
    // A host that waits for us to read before it reads on would otherwise wait for ever, as would we.
    if (engine_.unread() < unread_limit) {
        co_await asio::experimental::make_parallel_group(
            socket_.async_wait(Socket::wait_write, asio::deferred),
            socket_.async_wait(Socket::wait_read, asio::deferred))
            .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
        if (!engine_.input_ended()) read_what_is_there();
    } else {
        co_await socket_.async_wait(Socket::wait_write, asio::use_awaitable);
    }
}

asio::awaitable<void> Session::wait_for_input() {
    Step step(*this);
    if (engine_.input_ended()) {
        // libssh2 may have given up on half a header and not yet have seen the end behind it.
        if (end_was_told_) throw_lost();
        end_was_told_ = true;
        step.ended();
        co_return;
    }
    const bool patient = ++reads_in_a_row_ < reads_before_others;
    if (!patient || !read_what_is_there()) {
        reads_in_a_row_ = 0;
        co_await socket_.async_wait(Socket::wait_read, asio::use_awaitable);
        read_what_is_there();
    }
    step.ended();
}

bool Session::read_what_is_there() {
    thread_local std::vector<char> scratch(read_size);
    error_code failure;
    const std::size_t count = socket_.read_some(asio::buffer(scratch), failure);
    if (failure == asio::error::would_block) return false;
    if (failure) {
        if (failure != asio::error::eof) wire_error_ = failure.message();
        engine_.no_more_input();
        return true;
    }
    if (hurry_) acknowledge_now(socket_);
    engine_.received({scratch.data(), count});
    return true;
}

}  // namespace clientpush::ssh
