#include "fleet/listener.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "base/error.h"

namespace clientpush::fleet {
namespace {

void close_on_exec(int file) {
    ::fcntl(file, F_SETFD, FD_CLOEXEC);
}

/// `accepted` stays alive with the coroutine: the listener may be gone before its last turn.
asio::awaitable<void> accept_all(std::shared_ptr<tcp::acceptor> acceptor, Listener::Accepted accepted) {
    asio::steady_timer pause(acceptor->get_executor());
    while (acceptor->is_open()) {
        boost::system::error_code failed;
        tcp::socket socket =
            co_await acceptor->async_accept(asio::redirect_error(asio::use_awaitable, failed));
        if (!acceptor->is_open()) co_return;
        if (!failed) {
            close_on_exec(socket.native_handle());
            accepted(std::move(socket));
            continue;
        }
        // Out of descriptors, most likely: some connection has to end first.
        pause.expires_after(std::chrono::milliseconds(20));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
    }
}

}  // namespace

void Listener::open() {
    if (is_open()) return;
    auto acceptor = std::make_shared<tcp::acceptor>(loop_, endpoint_.protocol());
    close_on_exec(acceptor->native_handle());
    acceptor->set_option(tcp::acceptor::reuse_address(true));
    boost::system::error_code failed;
    acceptor->bind(endpoint_, failed);
    if (!failed) acceptor->listen(asio::socket_base::max_listen_connections, failed);
    if (failed) {
        throw Error(
            Error::Kind::usage, "port-not-free",
            fmt::format("cannot listen on {}:{}: {}", endpoint_.address().to_string(), endpoint_.port(),
                        failed.message()),
            "end the program that has it (another fleet? `clientpush-fleet down --dir DIR`), or choose "
            "other addresses or another port");
    }
    endpoint_ = acceptor->local_endpoint();
    acceptor_ = acceptor;
    asio::co_spawn(loop_, accept_all(acceptor, accepted_), asio::detached);
}

void Listener::close() {
    if (!is_open()) return;
    // A machine that is just being forked still has a copy of the descriptor; shutdown refuses all the same.
    ::shutdown(acceptor_->native_handle(), SHUT_RDWR);
    acceptor_->close();
    acceptor_.reset();
}

}  // namespace clientpush::fleet
