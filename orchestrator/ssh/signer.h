#pragma once

#include <openssl/evp.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/owned.h"
#include "base/secret.h"

namespace clientpush::ssh {

/// A user's private key, read and parsed once, shared by every login of the process and by all threads.
class Signer {
public:
    /// Reads an Ed25519, ECDSA or RSA key, in OpenSSH's format or PEM. Throws Error{refused}: "key-missing",
    /// "key-unprotected" (others can read it), and what parse_private_key() throws.
    static std::shared_ptr<const Signer> load(const std::filesystem::path& file,
                                              const Secret& passphrase = {});

    /// The same from the text of a key file; `name` is for messages.
    static std::shared_ptr<const Signer> parse(std::string_view text, const std::string& name,
                                               const Secret& passphrase = {});

    const std::string& name() const { return name_; }
    const std::string& type() const { return type_; }         ///< "ssh-ed25519", ...
    const std::string& public_blob() const { return blob_; }  ///< as the host knows it

    /// The signature as it travels, without its type; an RSA key needs to know which: "rsa-sha2-256" or
    /// "rsa-sha2-512". Empty for any other (SHA-1 is not trusted any more) and when OpenSSL failed.
    std::string sign(std::string_view data, std::string_view algorithm = {}) const;

private:
    Signer() = default;

    std::string name_;
    std::string type_;
    std::string blob_;
    Owned<EVP_PKEY, EVP_PKEY_free> key_;
};

}  // namespace clientpush::ssh
