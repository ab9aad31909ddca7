#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.h"
#include "base/once.h"

namespace clientpush::ssh {

/// A key or certificate that an agent has.
struct AgentKey {
    std::string type;
    std::string blob;
    std::string comment;  ///< printable
};

/// The user's ssh-agent, behind its socket. Each request has a connection of its own, so that none waits for
/// another; an agent that once did not answer in time is not asked again. May be used by several threads.
///
/// Throws Error{refused} "agent-unreachable", "agent-no-answer", "agent-malformed", "agent-refused".
class Agent {
public:
    explicit Agent(std::string socket, std::chrono::milliseconds limit = std::chrono::seconds(5));

    /// What it has, in its order; asked for once per process.
    asio::awaitable<std::vector<AgentKey>> keys();

    /// A signature as it travels, without its type; `algorithm` says which, for RSA keys.
    asio::awaitable<std::string> sign(std::string blob, std::string data, std::string algorithm);

    const std::string& socket() const { return *socket_; }

private:
    std::shared_ptr<const std::string> socket_;
    std::chrono::milliseconds limit_;
    std::shared_ptr<std::atomic<bool>> silent_;
    std::shared_ptr<Once<std::vector<AgentKey>>> keys_;
};

}  // namespace clientpush::ssh
