#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "base/asio.h"

namespace clientpush::ssh {

/// Which agent to ask, and for how long.
struct AgentCall {
    std::shared_ptr<const std::string> socket;
    std::shared_ptr<std::atomic<bool>>
        silent;  ///< set when it did not answer in time; then nobody asks again
    std::chrono::milliseconds limit{};
};

/// One request to an agent and its answer, both without their length. Throws Error{refused}
/// "agent-unreachable", "agent-no-answer", "agent-malformed" (an answer of a length that none has).
asio::awaitable<std::string> ask_agent(AgentCall call, std::string request);

}  // namespace clientpush::ssh
