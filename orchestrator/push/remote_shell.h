#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/asio.h"
#include "push/elevation.h"
#include "push/remote.h"
#include "transport/transport.h"

namespace clientpush {

/// The runner's shell on a host, kept as long as the connection: one process there, and one round trip for
/// each call. It lives no longer than the connection, and is used by one coroutine at a time.
class RemoteShell {
public:
    /// `new_id` gives 32 hexadecimal digits, never the same twice.
    RemoteShell(Connection& connection, std::function<std::string()> new_id,
                std::optional<Elevation> elevation = std::nullopt)
        : connection_(connection), new_id_(std::move(new_id)), elevation_(std::move(elevation)) {}

    /// Can files be put where this shell finds them? Not as another user.
    bool can_put() const { return !elevation_ && connection_.can_put(); }

    /// Calls a function of the runner. Throws what read_answer() throws, and Error{lost} "no-trailer" or
    /// Error{remote} "no-shell" when the shell ended before it had answered.
    asio::awaitable<Answer> call(std::string function, RemoteValues values);

    /// The two halves of a call, so that more can be said before the answer is there. Answers come in the
    /// order of the calls. `data` is what the function reads from its input behind the call.
    asio::awaitable<std::string> ask(std::string function, RemoteValues values, std::string_view data = {});
    asio::awaitable<Answer> answer(std::string nonce);

    /// More of the data of the last call that was asked.
    asio::awaitable<void> send(std::string_view data) { return conversation_->say(data); }

private:
    asio::awaitable<void> start();

    Connection& connection_;
    std::function<std::string()> new_id_;
    std::optional<Elevation> elevation_;
    std::unique_ptr<Conversation> conversation_;
    std::string token_;
};

}  // namespace clientpush
