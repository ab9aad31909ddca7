#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/asio.h"
#include "base/secret.h"
#include "ssh/host_key.h"
#include "ssh/identity.h"
#include "ssh/known_hosts.h"
#include "ssh/session.h"
#include "transport/connect_stage.h"

namespace clientpush::ssh {

/// Agrees on algorithms and keys; the host proves that it owns the key it offers, and that key is the result.
/// `host_keys` are the host key algorithms to ask for, in order. Nobody is logged in yet.
/// Throws Error{unreachable} "no-banner", Error{refused} "no-common-algorithm", Error{lost}
/// "connection-lost". `offered`, if given, gets the host key algorithms that the host has; `progress`, if
/// given, when it has said that it speaks SSH.
asio::awaitable<HostKey> handshake(Session* session, std::vector<std::string> host_keys,
                                   std::vector<std::string>* offered = nullptr,
                                   ConnectProgress progress = nullptr);

/// The Error{refused} for a key that is not on record: "host-key-unknown", "host-key-changed" or
/// "host-key-revoked".
Error host_key_error(const std::string& host, const HostKey& offered, const KeyVerdict& verdict);

/// All that a user can log in with.
struct Credentials {
    Identities identities;        ///< in the order in which they are offered
    std::vector<Error> left_out;  ///< what could have been offered, and why it is not
    Secret password;              ///< empty: none
    std::string password_source;  ///< for messages
};

/// Logs in with the first that the host takes: keys, then the password, or the password as the answer to a
/// single question where the host does not take it otherwise. Each is tried once.
/// Throws Error{refused} "login-refused", or "key-unsupported" when the host refused everything and something
/// was left out that libssh2 cannot use; Error{lost} "connection-lost".
asio::awaitable<void> log_in(Session* session, std::string user, Credentials credentials);

}  // namespace clientpush::ssh
