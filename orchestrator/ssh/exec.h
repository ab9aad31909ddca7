#pragma once

#include "base/asio.h"
#include "ssh/session.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// Runs a command in a channel of its own; its input is sent while its output is read. Returns when the host
/// has closed the channel: after the command has ended and everybody has closed its output. A command that
/// leaves children behind must redirect their output, or this waits for them.
///
/// libssh2 cannot tell a lost exit status from 0, so `status` is absent only after a signal.
/// Throws Error{lost} "connection-lost", Error{refused} "no-exec" (the host starts no commands for this
/// user).
asio::awaitable<CommandResult> execute(Session* session, Command command);

}  // namespace clientpush::ssh
