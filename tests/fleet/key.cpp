#include "fleet/key.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <string_view>

#include "base/error.h"
#include "base/owned.h"

namespace clientpush::fleet {
namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
constexpr std::size_t key_size = 32;
constexpr std::string_view key_type = "ssh-ed25519";

std::string number(std::uint32_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>((value >> shift) & 0xff);
    return text;
}

std::string field(std::string_view bytes) {
    return number(static_cast<std::uint32_t>(bytes.size())) + std::string(bytes);
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::string raw(const Key& key, int (*read)(const EVP_PKEY*, unsigned char*, std::size_t*)) {
    std::array<unsigned char, key_size> bytes{};
    std::size_t size = bytes.size();
    if (read(key.get(), bytes.data(), &size) != 1) {
        throw Error(Error::Kind::internal, "key-not-made", "OpenSSL does not hand out its Ed25519 key");
    }
    return {bytes.begin(), bytes.end()};
}

/// The format is OpenSSH's PROTOCOL.key: sshd 9.2 reads Ed25519 in no other one.
std::string private_file(std::string_view public_blob, std::string_view public_key, std::string_view seed) {
    std::array<unsigned char, 4> check{};
    RAND_bytes(check.data(), check.size());
    const std::string twice(check.begin(), check.end());
    std::string secret = twice + twice + field(key_type) + field(public_key) +
                         field(std::string(seed) + std::string(public_key)) + field("");
    for (char pad = 1; secret.size() % 8 != 0; ++pad) secret += pad;

    const std::string all = std::string("openssh-key-v1\0", 15) + field("none") + field("none") + field("") +
                            number(1) + field(public_blob) + field(secret);
    std::string text = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    const std::string encoded = base64(all);
    for (std::size_t at = 0; at < encoded.size(); at += 70) text += encoded.substr(at, 70) + "\n";
    return text + "-----END OPENSSH PRIVATE KEY-----\n";
}

}  // namespace

KeyPair generate_key() {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    if (!key) throw Error(Error::Kind::internal, "key-not-made", "OpenSSL makes no Ed25519 key");
    const std::string public_key = raw(key, EVP_PKEY_get_raw_public_key);
    const std::string public_blob = field(key_type) + field(public_key);
    return {private_file(public_blob, public_key, raw(key, EVP_PKEY_get_raw_private_key)),
            std::string(key_type) + " " + base64(public_blob)};
}

}  // namespace clientpush::fleet
