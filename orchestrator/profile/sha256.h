#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace clientpush {

/// The SHA-256 of text that comes piece by piece.
class Sha256 {
public:
    Sha256();

    void add(std::string_view piece);

    /// 64 hexadecimal digits; nothing can be added after that.
    std::string text();

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace clientpush
