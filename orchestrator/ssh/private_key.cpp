#include "ssh/private_key.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <array>
#include <cstring>
#include <optional>

#include "base/error.h"
#include "base/untrusted.h"
#include "ssh/encrypted_key.h"
#include "ssh/rsa.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Memory = Owned<BIO, BIO_free>;

struct Curve {
    const char* ssh;
    const char* openssl;
};
constexpr std::array<Curve, 3> curves = {
    {{"nistp256", "prime256v1"}, {"nistp384", "secp384r1"}, {"nistp521", "secp521r1"}}};

constexpr std::string_view armour_begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
constexpr std::string_view armour_end = "-----END OPENSSH PRIVATE KEY-----";

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

[[noreturn]] void malformed(const std::string& name) {
    throw Error(Error::Kind::refused, "key-malformed", name + " is not a private key that we can read",
                "name an OpenSSH or PEM private key (not the .pub file), or make one: ssh-keygen -t ed25519");
}

[[noreturn]] void locked(const std::string& name) {
    throw Error(Error::Kind::refused, "key-locked",
                "the private key " + name + " has a passphrase, and nobody has given it",
                "add the key to an agent (ssh-add " + name +
                    "), or name a file that holds or prints the passphrase: --private-key-passphrase-file");
}

[[noreturn]] void wrong_passphrase(const std::string& name) {
    throw Error(Error::Kind::refused, "passphrase-wrong", "this is not the passphrase of " + name,
                "try it yourself (ssh-keygen -y -f " + name +
                    "), then give it again, or correct --private-key-passphrase-file");
}

[[noreturn]] void unsupported(const std::string& name, const std::string& type) {
    throw Error(
        Error::Kind::refused, "key-unsupported",
        "the private key " + name + " is of type " + printable(type) +
            ": clientpush logs in with Ed25519, ECDSA and RSA keys",
        "let OpenSSH's own client use it (transport: openssh, --transport openssh), or make an Ed25519 "
        "key (ssh-keygen -t ed25519) and add its .pub line to the hosts' authorized_keys");
}

std::string ed25519_blob(std::string_view public_key) {
    std::string blob;
    put_string(blob, "ssh-ed25519");
    put_string(blob, public_key);
    return blob;
}

std::string ecdsa_blob(const std::string& curve, std::string_view point) {
    std::string blob;
    put_string(blob, "ecdsa-sha2-" + curve);
    put_string(blob, curve);
    put_string(blob, point);
    return blob;
}

Key ecdsa_key(const Curve& curve, std::string_view point, std::string_view secret) {
    const Number number(BN_bin2bn(octets(secret), static_cast<int>(secret.size()), nullptr));
    const Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.openssl, 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get());
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const Context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) == 1)
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get());
    return Key(key);
}

Key ed25519_key(std::string_view secret) {
    constexpr std::size_t seed_size = 32;  // the public key follows the seed
    if (secret.size() != 2 * seed_size) return {};
    return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, octets(secret), seed_size));
}

/// The two check numbers tell whether what was decrypted is a key.
bool begins_well(std::string_view part) {
    WireReader reader(part);
    return reader.number() == reader.number() && !reader.failed();
}

/// The two check numbers, the type and the type's own fields (PROTOCOL.key in OpenSSH).
PrivateKey read_private_part(std::string_view part, std::string_view public_blob, const std::string& name) {
    WireReader reader(part);
    reader.number();
    reader.number();
    PrivateKey key;
    key.type = reader.string();
    key.public_blob = public_blob;
    if (!begins_well(part)) malformed(name);
    if (key.type == "ssh-ed25519") {
        reader.string();  // the public key once more
        key.key = ed25519_key(reader.string());
    } else if (key.type.starts_with("ecdsa-sha2-nistp")) {
        const std::string_view curve_name = reader.string();
        const std::string_view point = reader.string();
        const std::string_view secret = reader.string();
        for (const Curve& curve : curves)
            if (curve.ssh == curve_name && !reader.failed()) key.key = ecdsa_key(curve, point, secret);
    } else if (key.type == "ssh-rsa") {
        key.key = read_rsa(reader);
    } else {
        unsupported(name, key.type);
    }
    if (reader.failed() || !key.key) malformed(name);
    return key;
}

/// What stands between the lines of armour; nothing when it is no base64.
std::optional<std::string> without_armour(std::string_view text) {
    const std::size_t end = text.find(armour_end);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view lines = text.substr(armour_begin.size(), end - armour_begin.size());
    std::string base64;
    base64.reserve(lines.size());
    const Wiped wiped(base64);
    for (const char c : lines)
        if (!std::strchr(" \t\r\n", c)) base64.push_back(c);
    return decode_base64(base64);
}

/// OpenSSH's format: what is in clear, and the private part as it is (PROTOCOL.key in OpenSSH).
struct Envelope {
    Encryption encryption;
    std::string_view public_blob;
    std::string_view private_part;
};

std::optional<Envelope> read_envelope(std::string_view bytes) {
    using namespace std::string_view_literals;
    constexpr std::string_view magic = "openssh-key-v1\0"sv;
    WireReader reader(bytes);
    if (reader.bytes(magic.size()) != magic) return std::nullopt;
    Envelope envelope;
    envelope.encryption.cipher = reader.string();
    envelope.encryption.derivation = reader.string();
    envelope.encryption.options = reader.string();
    const std::uint32_t keys = reader.number();
    envelope.public_blob = reader.string();
    envelope.private_part = reader.string();
    if (reader.failed() || keys != 1) return std::nullopt;
    return envelope;
}

PrivateKey read_openssh(std::string_view text, const std::string& name, const Secret& passphrase) {
    auto bytes = without_armour(text);
    if (!bytes) malformed(name);
    const Wiped wiped_bytes(*bytes);
    const auto envelope = read_envelope(*bytes);
    if (!envelope) malformed(name);
    if (envelope->encryption.cipher == "none")
        return read_private_part(envelope->private_part, envelope->public_blob, name);

    if (passphrase.empty()) locked(name);
    std::string clear = decrypt(envelope->private_part, envelope->encryption, passphrase, name);
    const Wiped wiped_clear(clear);
    if (!begins_well(clear)) wrong_passphrase(name);
    return read_private_part(clear, envelope->public_blob, name);
}

/// What OpenSSL asked for while it read a PEM key, and what it got.
struct Asked {
    const Secret& passphrase;
    bool asked = false;
};

int give_passphrase(char* to, int room, int, void* self) {
    auto& asked = *static_cast<Asked*>(self);
    asked.asked = true;
    const std::string_view text = asked.passphrase.reveal();
    if (text.empty() || text.size() > static_cast<std::size_t>(room)) return -1;
    std::memcpy(to, text.data(), text.size());
    return static_cast<int>(text.size());
}

void fill_ed25519(PrivateKey& key) {
    std::array<unsigned char, 32> raw = {};
    std::size_t size = raw.size();
    EVP_PKEY_get_raw_public_key(key.key.get(), raw.data(), &size);
    key.type = "ssh-ed25519";
    key.public_blob = ed25519_blob({reinterpret_cast<const char*>(raw.data()), size});
}

bool fill_ecdsa(PrivateKey& key) {
    std::array<char, 64> group = {};
    std::array<unsigned char, 256> point = {};
    std::size_t size = 0;
    EVP_PKEY_get_utf8_string_param(key.key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(),
                                   nullptr);
    EVP_PKEY_get_octet_string_param(key.key.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(),
                                    &size);
    for (const Curve& curve : curves) {
        if (std::string_view(group.data()) != curve.openssl) continue;
        key.type = std::string("ecdsa-sha2-") + curve.ssh;
        key.public_blob = ecdsa_blob(curve.ssh, {reinterpret_cast<const char*>(point.data()), size});
        return true;
    }
    return false;
}

PrivateKey read_pem(std::string_view text, const std::string& name, const Secret& passphrase) {
    Asked asked{passphrase};
    const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    PrivateKey key;
    key.key.reset(PEM_read_bio_PrivateKey(memory.get(), nullptr, give_passphrase, &asked));
    ERR_clear_error();
    if (!key.key && asked.asked && passphrase.empty()) locked(name);
    if (!key.key && asked.asked) wrong_passphrase(name);
    if (!key.key) malformed(name);

    const char* type = EVP_PKEY_get0_type_name(key.key.get());
    if (EVP_PKEY_is_a(key.key.get(), "ED25519")) {
        fill_ed25519(key);
    } else if (EVP_PKEY_is_a(key.key.get(), "RSA")) {
        key.type = "ssh-rsa";
        key.public_blob = rsa_blob(key.key.get());
    } else if (!EVP_PKEY_is_a(key.key.get(), "EC") || !fill_ecdsa(key)) {
        unsupported(name, type ? type : "unknown");
    }
    return key;
}

}  // namespace

PrivateKey parse_private_key(std::string_view text, const std::string& name, const Secret& passphrase) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.starts_with(armour_begin)) return read_openssh(text, name, passphrase);
    return read_pem(text, name, passphrase);
}

std::string public_half(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (!text.starts_with(armour_begin)) return {};
    auto bytes = without_armour(text);
    if (!bytes) return {};
    const Wiped wiped(*bytes);
    const auto envelope = read_envelope(*bytes);
    return envelope ? std::string(envelope->public_blob) : std::string();
}

}  // namespace clientpush::ssh
