#include "openssh/openssh_transport.h"

#include <unistd.h>

#include <utility>

#include "local/child.h"
#include "openssh/arguments.h"
#include "openssh/dialogue.h"

namespace clientpush::openssh {
namespace {

class OpensshConnection : public Connection {
public:
    OpensshConnection(local::ChildStart start, std::string host)
        : start_(std::move(start)), host_(std::move(host)) {}

    asio::awaitable<void> log_in() {
        const auto executor = co_await asio::this_coro::executor;
        ready_ = std::make_unique<Dialogue>(executor, start_, host_);
        co_await ready_->log_in();
    }

    asio::awaitable<std::unique_ptr<Conversation>> talk(std::string line) override {
        if (!ready_) co_await log_in();
        auto dialogue = std::move(ready_);
        co_await dialogue->begin(std::move(line));
        co_return dialogue;
    }

    asio::awaitable<void> put(std::string, std::string_view, std::uint64_t) override {
        throw Error(Error::Kind::refused, "no-sftp",
                    "no files can be put on " + host_ + " through OpenSSH's client",
                    "send them through the input of a command");
        co_return;
    }

    bool can_put() const override { return false; }

private:
    local::ChildStart start_;
    std::string host_;
    std::unique_ptr<Dialogue> ready_;  ///< logged in, and without a command yet
};

}  // namespace

OpensshTransport::OpensshTransport(OpensshOptions options) : options_(std::move(options)) {
    local::ignore_broken_pipes();
}

bool OpensshTransport::is_there() const {
    return ::access(options_.program.c_str(), X_OK) == 0;
}

asio::awaitable<std::unique_ptr<Connection>> OpensshTransport::connect(Endpoint endpoint) {
    if (!is_there())
        throw Error(Error::Kind::remote, "no-openssh",
                    "there is no " + options_.program.string() + " on this machine, which " + endpoint.name +
                        " needs",
                    "install openssh-client");
    local::ChildStart start{.program = options_.program.string(),
                            .arguments = arguments(options_, endpoint, Dialogue::relay()),
                            .directory = std::filesystem::current_path()};
    auto connection = std::make_unique<OpensshConnection>(std::move(start), endpoint.name);
    co_await connection->log_in();
    co_return connection;
}

}  // namespace clientpush::openssh
