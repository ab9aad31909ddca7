#pragma once

#include <memory>

#include "base/asio.h"
#include "local/child.h"
#include "transport/transport.h"

namespace clientpush::local {

/// A child process to talk with; it is killed, with its group, when the conversation goes. `host` is for
/// messages. Throws as Child does.
asio::awaitable<std::unique_ptr<Conversation>> talk(ChildStart start, std::string host);

}  // namespace clientpush::local
