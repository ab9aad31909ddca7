#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "local/child.h"
#include "transport/heard.h"
#include "transport/transport.h"

namespace clientpush::openssh {

/// One `ssh` process, and the command that it runs on the host. It logs in first and tells of it; only then
/// is it given the command, so that an error of ssh is never taken for one of the command.
///
/// Used by one coroutine at a time. Whoever gives it up kills the process.
class Dialogue : public Conversation {
public:
    /// What `ssh` has to run on the host.
    static const std::string& relay();

    /// `host` is for messages.
    Dialogue(const asio::any_io_executor& executor, const local::ChildStart& start, std::string host);

    /// Returns once ssh has logged in. Throws as failure() says.
    asio::awaitable<void> log_in();

    /// Starts the command; once, and after the login.
    asio::awaitable<void> begin(std::string line);

    asio::awaitable<void> say(std::string_view bytes) override;
    asio::awaitable<std::string> hear(std::string end, std::size_t limit) override;

private:
    asio::awaitable<void> end_of_all();
    std::optional<int> told_status() const;

    std::string host_;
    Heard heard_;
    std::function<void(local::Child::Stream, std::string_view)> listener_;
    std::string complaints_;  ///< ssh's, before the login
    local::Child child_;
};

}  // namespace clientpush::openssh
