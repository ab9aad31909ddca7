#pragma once

#include <memory>
#include <string>

#include "base/asio.h"
#include "ssh/session.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// A command to talk with, in a channel of its own. Throws as Channel::start.
asio::awaitable<std::unique_ptr<Conversation>> talk(std::shared_ptr<Session> session, std::string line);

}  // namespace clientpush::ssh
