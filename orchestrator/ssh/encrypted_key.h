#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace clientpush::ssh {

/// How the private part of a key in OpenSSH's format is encrypted, as the file says.
struct Encryption {
    std::string_view cipher;      ///< "aes256-ctr"
    std::string_view derivation;  ///< "bcrypt"
    std::string_view options;     ///< salt and rounds
};

/// The private part in clear; with a wrong passphrase that is noise. Costs some 10 ms of CPU for each round
/// that the key asks for (ssh-keygen: 16 of them). Throws Error{refused} "key-unsupported" for ciphers other
/// than AES in CTR or CBC mode, and "key-malformed"; `name` is for messages.
std::string decrypt(std::string_view private_part, const Encryption& how, const Secret& passphrase,
                    const std::string& name);

}  // namespace clientpush::ssh
