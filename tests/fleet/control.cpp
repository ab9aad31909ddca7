#include "fleet/control.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "base/error.h"

namespace clientpush::fleet {
namespace {

using Local = asio::local::stream_protocol;

/// A socket's path has 107 characters at most. Through an open folder it stays short wherever the folder is.
class ShortPath {
public:
    explicit ShortPath(const std::filesystem::path& dir)
        : folder_(::open(dir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}
    ShortPath(const ShortPath&) = delete;
    ShortPath& operator=(const ShortPath&) = delete;
    ~ShortPath() {
        if (folder_ >= 0) ::close(folder_);
    }

    Local::endpoint endpoint() const { return {fmt::format("/proc/self/fd/{}/control.sock", folder_)}; }

private:
    int folder_;
};

Local::acceptor listen_in(asio::io_context& loop, const std::filesystem::path& dir) {
    const ShortPath path(dir);
    Local::acceptor acceptor(loop, path.endpoint());
    ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
    return acceptor;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\0', at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

}  // namespace

ControlServer::ControlServer(asio::io_context& loop, const std::filesystem::path& dir, Execute execute)
    : acceptor_(listen_in(loop, dir)), execute_(std::move(execute)) {
    asio::co_spawn(loop, serve(), asio::detached);
}

asio::awaitable<void> ControlServer::serve() {
    for (;;) {
        Local::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
        asio::co_spawn(acceptor_.get_executor(), answer(std::move(socket)), asio::detached);
    }
}

asio::awaitable<void> ControlServer::answer(Local::socket socket) {
    std::string order;
    boost::system::error_code ended;
    co_await asio::async_read(socket, asio::dynamic_buffer(order),
                              asio::redirect_error(asio::use_awaitable, ended));
    const std::string reply = reply_to(order);
    co_await asio::async_write(socket, asio::buffer(reply), asio::redirect_error(asio::use_awaitable, ended));
}

/// '+' and the result, or '-', what was wrong, and after a NUL what to do about it.
std::string ControlServer::reply_to(const std::string& order) const {
    try {
        return "+" + execute_(split(order));
    } catch (const Error& e) {
        return "-" + std::string(e.what()) + '\0' + e.cure();
    } catch (const std::exception& e) {
        return "-" + std::string(e.what());
    }
}

std::string order(const std::filesystem::path& dir, const std::vector<std::string>& words) {
    asio::io_context loop;
    Local::socket socket(loop);
    const ShortPath path(dir);
    boost::system::error_code failed;
    socket.connect(path.endpoint(), failed);
    if (failed) {
        throw Error(Error::Kind::unreachable, "no-fleet", fmt::format("no fleet is up in {}", dir.string()),
                    "start one: clientpush-fleet up --dir DIR NAME...");
    }
    std::string text;
    for (const std::string& word : words) text += word + '\0';
    asio::write(socket, asio::buffer(text));
    socket.shutdown(Local::socket::shutdown_send);
    std::string reply;
    asio::read(socket, asio::dynamic_buffer(reply), failed);

    if (reply.starts_with('+')) return reply.substr(1);
    const std::vector<std::string> parts = split(reply);
    throw Error(Error::Kind::remote, "refused",
                parts.empty() ? "the fleet ended before it answered" : parts[0].substr(1),
                parts.size() > 1 ? parts[1] : "");
}

}  // namespace clientpush::fleet
