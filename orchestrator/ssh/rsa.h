#pragma once

#include <openssl/evp.h>

#include <string>

#include "base/owned.h"
#include "ssh/wire.h"

namespace clientpush::ssh {

/// The numbers of an RSA key as OpenSSH's format has them: n, e, d, iqmp, p, q. Null when they make no key.
Owned<EVP_PKEY, EVP_PKEY_free> read_rsa(WireReader& reader);

/// The public key as hosts know it; empty when OpenSSL failed.
std::string rsa_blob(const EVP_PKEY* key);

}  // namespace clientpush::ssh
