#pragma once

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "base/owned.h"
#include "base/secret.h"

namespace clientpush::ssh {

/// Overwrites a text at the end of the scope. The text must not grow after this.
class Wiped {
public:
    explicit Wiped(std::string& text) : text_(text) {}
    ~Wiped() { OPENSSL_cleanse(text_.data(), text_.size()); }
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;

private:
    std::string& text_;
};

struct PrivateKey {
    std::string type;         ///< "ssh-ed25519", "ecdsa-sha2-nistp256", ...
    std::string public_blob;  ///< as hosts know it
    Owned<EVP_PKEY, EVP_PKEY_free> key;
};

/// From the text of a key file, OpenSSH's format or PEM: Ed25519, ECDSA and RSA. Throws Error{refused}
/// "key-malformed", "key-unsupported" (DSA, security keys, rare ciphers), "key-locked" (it needs a passphrase
/// and has got none) or "passphrase-wrong"; `name` is for messages.
PrivateKey parse_private_key(std::string_view text, const std::string& name, const Secret& passphrase = {});

/// The public key that stands in clear beside a private key in OpenSSH's format; empty when there is none.
std::string public_half(std::string_view text);

}  // namespace clientpush::ssh
