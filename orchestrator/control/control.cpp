#include "control/control.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace clientpush {

namespace fs = std::filesystem;
using asio::local::stream_protocol;
using nlohmann::json;

namespace {

constexpr std::size_t longest_request = 4096;

/// A UNIX address holds 107 characters; a state may lie deeper. The folder is reached through a descriptor,
/// so that only the short name counts.
class ShortPath {
public:
    explicit ShortPath(const fs::path& path)
        : folder_(::open(path.parent_path().empty() ? "." : path.parent_path().c_str(),
                         O_PATH | O_DIRECTORY | O_CLOEXEC)),
          text_("/proc/self/fd/" + std::to_string(folder_) + "/" + path.filename().string()) {}
    ShortPath(const ShortPath&) = delete;
    ShortPath& operator=(const ShortPath&) = delete;
    ~ShortPath() {
        if (folder_ >= 0) ::close(folder_);
    }

    bool good() const { return folder_ >= 0; }
    const std::string& text() const { return text_; }

private:
    int folder_;
    std::string text_;
};

fs::path socket_of(const fs::path& state) {
    return state.string() + ".sock";
}

ControlRequest read_request(const std::string& line) {
    const json request = json::parse(line, nullptr, false);
    if (!request.is_object()) throw Error(Error::Kind::usage, "control-syntax", "the request is not JSON");
    return {request.value("verb", ""), request.value("run", RunId{0}), request.value("why", "")};
}

}  // namespace

struct ControlServer::Impl : std::enable_shared_from_this<Impl> {
    Impl(const asio::any_io_executor& executor, fs::path path, Handler handler)
        : path_(std::move(path)), acceptor_(executor), handler_(std::move(handler)) {}

    void listen() {
        const ShortPath address(path_);
        std::error_code ignored;
        fs::remove(path_, ignored);  // of an owner that died: the lock says that we are the owner now
        acceptor_.open();
        ::fcntl(acceptor_.native_handle(), F_SETFD, FD_CLOEXEC);
        acceptor_.bind(stream_protocol::endpoint(address.text()));
        ::chmod(path_.c_str(), S_IRUSR | S_IWUSR);
        acceptor_.listen();
    }

    static asio::awaitable<void> accept_all(std::shared_ptr<Impl> self) {
        for (;;) {
            boost::system::error_code failure;
            stream_protocol::socket peer =
                co_await self->acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failure));
            if (failure) co_return;
            ::fcntl(peer.native_handle(), F_SETFD, FD_CLOEXEC);
            asio::co_spawn(self->acceptor_.get_executor(), answer(self, std::move(peer)), asio::detached);
        }
    }

    static asio::awaitable<void> answer(std::shared_ptr<Impl> self, stream_protocol::socket peer) {
        std::string line;
        boost::system::error_code failure;
        co_await asio::async_read_until(peer, asio::dynamic_buffer(line, longest_request), '\n',
                                        asio::redirect_error(asio::use_awaitable, failure));
        if (failure) co_return;
        json reply;
        try {
            reply = {{"ok", true}, {"text", self->handler_(read_request(line))}};
        } catch (const std::exception& error) {
            reply = {{"ok", false}, {"text", error.what()}};
        }
        const std::string text = reply.dump() + "\n";
        co_await asio::async_write(peer, asio::buffer(text),
                                   asio::redirect_error(asio::use_awaitable, failure));
    }

    fs::path path_;
    stream_protocol::acceptor acceptor_;
    Handler handler_;
};

ControlServer::ControlServer(const asio::any_io_executor& executor, const fs::path& state, Handler handler)
    : impl_(std::make_shared<Impl>(executor, socket_of(state), std::move(handler))) {
    impl_->listen();
    asio::co_spawn(executor, Impl::accept_all(impl_), asio::detached);
}

ControlServer::~ControlServer() {
    close();
}

void ControlServer::close() {
    if (!impl_->acceptor_.is_open()) return;
    boost::system::error_code ignored;
    impl_->acceptor_.close(ignored);
    std::error_code unneeded;
    fs::remove(impl_->path_, unneeded);
}

std::optional<std::string> ask_owner(const fs::path& state, const ControlRequest& request) {
    const ShortPath address(socket_of(state));
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    if (!address.good() || address.text().size() >= sizeof name.sun_path) return std::nullopt;
    address.text().copy(name.sun_path, sizeof name.sun_path - 1);
    const int peer = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{10, 0};
    ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const struct Closer {
        int fd;
        ~Closer() { ::close(fd); }
    } closer{peer};
    if (::connect(peer, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) return std::nullopt;

    const std::string line =
        json{{"verb", request.verb}, {"run", request.run}, {"why", request.why}}.dump() + "\n";
    std::string reply;
    char part[4096];
    if (::send(peer, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size()))
        for (ssize_t n = 0; (n = ::recv(peer, part, sizeof part, 0)) > 0;)
            reply.append(part, static_cast<std::size_t>(n));
    const json answer = json::parse(reply, nullptr, false);
    if (!answer.is_object())
        throw Error(Error::Kind::usage, "owner-silent",
                    "the process that owns " + state.string() + " does not answer",
                    "look at it: " + state.string() + ".lock names its pid");
    if (!answer.value("ok", false))
        throw Error(Error::Kind::usage, "owner-refused", answer.value("text", "refused"));
    return answer.value("text", "");
}

}  // namespace clientpush
