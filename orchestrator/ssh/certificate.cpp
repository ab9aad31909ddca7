#include "ssh/certificate.h"

#include <fstream>
#include <sstream>

#include "ssh/identity.h"
#include "ssh/wire.h"

namespace clientpush::ssh {

std::optional<PublicKey> read_public_key(const std::filesystem::path& file) {
    constexpr std::streamsize most = std::streamsize{64} * 1024;
    std::ifstream in(file, std::ios::binary);
    std::string text(static_cast<std::size_t>(most), '\0');
    in.read(text.data(), most);
    text.resize(static_cast<std::size_t>(in.gcount()));
    std::istringstream words(text);
    std::string type, base64;
    words >> type >> base64;
    auto blob = decode_base64(base64);
    if (!blob) return std::nullopt;
    WireReader reader(*blob);
    if (reader.string() != type || reader.failed()) return std::nullopt;
    return PublicKey{std::move(type), std::move(*blob)};
}

bool certifies(std::string_view certificate, std::string_view key) {
    WireReader cert(certificate), plain(key);
    const std::string type = certified_type(cert.string());
    cert.string();  // nonce
    // The key's own fields follow in both, as many as its type has.
    return !type.empty() && plain.string() == type && !plain.failed() && !plain.rest().empty() &&
           cert.rest().starts_with(plain.rest());
}

}  // namespace clientpush::ssh
