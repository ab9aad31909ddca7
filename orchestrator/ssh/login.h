#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/asio.h"
#include "ssh/host_key.h"
#include "ssh/known_hosts.h"
#include "ssh/session.h"
#include "ssh/signer.h"

namespace clientpush::ssh {

/// Agrees on algorithms and keys; the host proves that it owns the key it offers, and that key is the result.
/// `host_keys` are the host key algorithms to ask for, in order. Nobody is logged in yet.
/// Throws Error{unreachable} "no-banner", Error{refused} "no-common-algorithm", Error{lost}
/// "connection-lost". `offered`, if given, gets the host key algorithms that the host has.
asio::awaitable<HostKey> handshake(Session* session, std::vector<std::string> host_keys,
                                   std::vector<std::string>* offered = nullptr);

/// The Error{refused} for a key that is not on record: "host-key-unknown", "host-key-changed" or
/// "host-key-revoked".
Error host_key_error(const std::string& host, const HostKey& offered, const KeyVerdict& verdict);

/// Logs in with the first of the keys that the host takes.
/// Throws Error{refused} "login-refused", Error{lost} "connection-lost".
asio::awaitable<void> log_in(Session* session, std::string user,
                             std::vector<std::shared_ptr<const Signer>> keys);

}  // namespace clientpush::ssh
