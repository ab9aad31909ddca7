#include "status/history.h"

#include <openssl/evp.h>

#include <string>

#include "base/error.h"

namespace clientpush {
namespace {

/// With its length in front, so that no two different events give the same bytes.
void append(std::string& bytes, std::string_view field) {
    bytes += std::to_string(field.size());
    bytes += ':';
    bytes += field;
}

}  // namespace

Digest chained(const Digest& previous, const Event& event) {
    std::string bytes(previous.begin(), previous.end());
    append(bytes, std::to_string(event.number));
    append(bytes, std::to_string(event.at.time_since_epoch().count()));
    append(bytes, std::to_string(event.run));
    append(bytes, event.host);
    append(bytes, event.kind);
    append(bytes, event.data);
    Digest digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
        throw Error(Error::Kind::storage, "state-failed", "OpenSSL cannot compute SHA-256");
    }
    return digest;
}

}  // namespace clientpush
