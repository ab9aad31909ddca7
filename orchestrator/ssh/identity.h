#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.h"
#include "base/error.h"

namespace clientpush::ssh {

/// One way to show a host who we are: a public key, or a certificate of it, and somebody who can sign for it.
struct Identity {
    std::string name;  ///< for messages: the file, or what the agent calls it
    std::string type;  ///< of `blob`: "ssh-ed25519", "ecdsa-sha2-nistp256-cert-v01@openssh.com", ...
    std::string blob;  ///< what the host is shown

    /// Signs a login request. Gives the signature as it travels, without its type; throws Error{refused} when
    /// nobody signs.
    std::function<asio::awaitable<std::string>(std::string request)> sign;
};

using Identities = std::vector<std::shared_ptr<const Identity>>;

/// Which signature a login request asks for: "ssh-ed25519", "rsa-sha2-512", ...; empty for what is no
/// request.
std::string signature_algorithm(std::string_view request);

/// Can the libssh2 that runs now log in with a key or certificate of this type?
bool can_log_in_with(std::string_view type);

/// Error{refused} "key-unsupported" for one with which it cannot.
Error cannot_log_in_with(const std::string& name, const std::string& type);

/// "ssh-ed25519" of "ssh-ed25519-cert-v01@openssh.com"; empty for what is no certificate.
std::string certified_type(std::string_view type);

}  // namespace clientpush::ssh
