#pragma once

#include <string>

namespace clientpush::fleet {

/// An Ed25519 key pair as OpenSSH's tools read it.
struct KeyPair {
    std::string private_file;  ///< the whole text of an unencrypted private key file
    std::string public_line;   ///< "ssh-ed25519 AAAA...", without a comment
};

/// In this process: a thousand take well under a second, where ssh-keygen takes several.
KeyPair generate_key();

}  // namespace clientpush::fleet
