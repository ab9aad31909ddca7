#include "local/local_transport.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/account.h"
#include "local/child.h"
#include "local/conversation.h"
#include "local/pipe.h"

namespace clientpush::local {
namespace {

// Between two blocks the other hosts of this thread have their turn.
constexpr std::size_t block_size = std::size_t{1024} * 1024;

Error refusal(const std::filesystem::path& file, const char* step) {
    const int why = errno;
    const std::string what =
        "cannot " + std::string(step) + " " + file.string() + " on this machine: " + std::strerror(why);
    if (why == ENOSPC || why == EDQUOT) return {Error::Kind::remote, "disk-full", what, "free some space"};
    if (why == EACCES || why == EPERM || why == EROFS)
        return {Error::Kind::remote, "permission-denied", what, "give this user write access there"};
    return {Error::Kind::remote, "remote-io", what, "look at the file system"};
}

class LocalConnection : public Connection {
public:
    explicit LocalConnection(std::filesystem::path directory) : directory_(std::move(directory)) {}

    asio::awaitable<std::unique_ptr<Conversation>> talk(std::string line) override {
        return local::talk(
            {.program = "/bin/sh", .arguments = {"-c", std::move(line)}, .directory = directory_},
            "this machine");
    }

    asio::awaitable<void> put(std::string path, std::string_view data, std::uint64_t offset) override {
        const std::filesystem::path file = directory_ / path;  // an absolute path stays as it is
        const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        if (out.get() < 0) throw refusal(file, "open");
        while (!data.empty()) {
            const ssize_t count = ::pwrite(out.get(), data.data(), std::min(data.size(), block_size),
                                           static_cast<off_t>(offset));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) throw refusal(file, "write");
            data.remove_prefix(static_cast<std::size_t>(count));
            offset += static_cast<std::uint64_t>(count);
            co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        }
    }

private:
    std::filesystem::path directory_;
};

}  // namespace

LocalTransport::LocalTransport(std::filesystem::path directory)
    : directory_(directory.empty() ? own_home() : std::move(directory)) {
    ignore_broken_pipes();
}

asio::awaitable<std::unique_ptr<Connection>> LocalTransport::connect(Endpoint) {
    co_return std::make_unique<LocalConnection>(directory_);
}

}  // namespace clientpush::local
