#pragma once

#include <openssl/evp.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/owned.h"

namespace clientpush::ssh {

/// A user's private key, read and parsed once, shared by every login of the process and by all threads.
class Signer {
public:
    /// Reads an unencrypted Ed25519 or ECDSA key, in OpenSSH's format or PEM. Throws Error{refused}:
    /// "key-missing", "key-unprotected" (others can read it), "key-malformed", "key-unsupported".
    static std::shared_ptr<const Signer> load(const std::filesystem::path& file);

    /// The same from the text of a key file; `name` is for messages.
    static std::shared_ptr<const Signer> parse(std::string_view text, const std::string& name);

    const std::string& name() const { return name_; }
    const std::string& type() const { return type_; }         ///< "ssh-ed25519", ...
    const std::string& public_blob() const { return blob_; }  ///< as the host knows it

    /// The signature as it travels, without its type. Empty when OpenSSL failed.
    std::string sign(std::string_view data) const;

private:
    Signer() = default;

    std::string name_;
    std::string type_;
    std::string blob_;
    Owned<EVP_PKEY, EVP_PKEY_free> key_;
};

}  // namespace clientpush::ssh
