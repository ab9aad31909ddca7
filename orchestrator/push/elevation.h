#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/asio.h"
#include "base/secret.h"
#include "transport/transport.h"

namespace clientpush {

/// To work as another user than the one who logs in, through sudo.
struct Elevation {
    std::string user = "root";
    std::function<asio::awaitable<Secret>()> password =
        {};  ///< asked for only when sudo wants one; may be empty
};

/// A shell of the other user, which evaluates what it is sent as shell_line() does. `mark` is a text that
/// nobody can guess. Throws Error{refused} "sudo-missing", "sudo-refused", "sudo-password-missing",
/// "sudo-password-wrong". The password is tried once.
asio::awaitable<std::unique_ptr<Conversation>> elevate(Connection* connection, Elevation elevation,
                                                       std::string mark);

}  // namespace clientpush
