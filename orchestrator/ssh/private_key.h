#pragma once

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "base/owned.h"

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

/// From the text of a key file, OpenSSH's format or PEM. Throws Error{refused} "key-malformed" or
/// "key-unsupported" (encrypted, RSA, DSA, hardware keys); `name` is for messages.
PrivateKey parse_private_key(std::string_view text, const std::string& name);

}  // namespace clientpush::ssh
