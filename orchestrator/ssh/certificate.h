#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace clientpush::ssh {

/// What a line of a .pub file holds: a public key or a certificate.
struct PublicKey {
    std::string type;
    std::string blob;
};

/// The first key of a .pub file; nothing when it cannot be read or holds none.
std::optional<PublicKey> read_public_key(const std::filesystem::path& file);

/// Was this certificate made for this public key?
bool certifies(std::string_view certificate, std::string_view key);

}  // namespace clientpush::ssh
