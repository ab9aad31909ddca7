#include "ssh/host_key.h"

#include <openssl/sha.h>

#include "ssh/wire.h"

namespace clientpush::ssh {

std::optional<HostKey> host_key_from(std::string_view blob) {
    WireReader reader(blob);
    const std::string_view type = reader.string();
    if (reader.failed() || type.empty() || reader.rest().empty()) return std::nullopt;
    return HostKey{std::string(type), std::string(blob)};
}

std::string fingerprint(std::string_view blob) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(blob.data()), blob.size(),
           reinterpret_cast<unsigned char*>(digest.data()));
    std::string text = "SHA256:" + encode_base64(digest);
    while (text.back() == '=') text.pop_back();
    return text;
}

}  // namespace clientpush::ssh
