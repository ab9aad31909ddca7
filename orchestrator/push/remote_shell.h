#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/asio.h"
#include "push/elevation.h"
#include "push/host_shell.h"
#include "transport/transport.h"

namespace clientpush {

/// The runner's shell on a POSIX host, kept as long as the connection: one process there, and one round trip
/// for each call.
class RemoteShell : public HostShell, public InputShell {
public:
    /// `new_id` gives 32 hexadecimal digits, never the same twice.
    RemoteShell(Connection& connection, std::function<std::string()> new_id,
                std::optional<Elevation> elevation = std::nullopt)
        : connection_(connection), new_id_(std::move(new_id)), elevation_(std::move(elevation)) {}

    asio::awaitable<Answer> call(std::string function, RemoteValues values) override;

    /// Not as another user.
    bool can_put() const override { return !elevation_ && connection_.can_put(); }
    InputShell* input() override { return this; }

    asio::awaitable<std::string> ask(std::string function, RemoteValues values) override;
    asio::awaitable<Answer> answer(std::string nonce) override;
    asio::awaitable<void> send(std::string_view data) override { return conversation_->say(data); }

private:
    asio::awaitable<void> start();

    Connection& connection_;
    std::function<std::string()> new_id_;
    std::optional<Elevation> elevation_;
    std::unique_ptr<Conversation> conversation_;
    std::string token_;
};

}  // namespace clientpush
