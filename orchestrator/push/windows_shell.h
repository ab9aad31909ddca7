#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "push/host_shell.h"
#include "transport/transport.h"

namespace clientpush {

/// Our runner on a Windows host with OpenSSH: one cmd.exe for each connection, into which lines are typed. An
/// attempt's script is uploaded and run in a session of its own, so that looks go on beside it.
class WindowsShell : public HostShell {
public:
    /// `new_id` gives 32 hexadecimal digits, never the same twice.
    WindowsShell(Connection& connection, std::function<std::string()> new_id, Clock& clock)
        : connection_(connection), new_id_(std::move(new_id)), clock_(clock) {}

    asio::awaitable<Answer> call(std::string function, RemoteValues values) override;
    bool can_put() const override { return connection_.can_put(); }

    /// Not before the attempt's script has ended: its session ends with the connection.
    bool may_leave() const override { return attempt_ == nullptr; }

private:
    asio::awaitable<Answer> type(RemoteValues values, std::string lines);
    asio::awaitable<Answer> look(RemoteValues values);
    asio::awaitable<Answer> push(RemoteValues values);
    asio::awaitable<void> launch(RemoteValues values);
    asio::awaitable<Answer> await(RemoteValues values);

    Connection& connection_;
    std::function<std::string()> new_id_;
    Clock& clock_;
    std::unique_ptr<Conversation> conversation_;
    std::unique_ptr<Conversation> attempt_;  ///< nobody listens to it; it is kept until its script has ended
};

}  // namespace clientpush
