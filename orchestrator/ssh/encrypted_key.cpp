#include "ssh/encrypted_key.h"

#include <botan/exceptn.h>
#include <botan/pwdhash.h>
#include <openssl/evp.h>

#include <array>
#include <limits>

#include "base/error.h"
#include "base/owned.h"
#include "base/untrusted.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

using Context = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

// Whoever asks for more would wait for minutes.
constexpr std::uint32_t most_rounds = 10'000;

struct Cipher {
    std::string_view name;
    const EVP_CIPHER* (*make)();
};
constexpr std::array<Cipher, 6> ciphers = {{{"aes256-ctr", EVP_aes_256_ctr},
                                            {"aes192-ctr", EVP_aes_192_ctr},
                                            {"aes128-ctr", EVP_aes_128_ctr},
                                            {"aes256-cbc", EVP_aes_256_cbc},
                                            {"aes192-cbc", EVP_aes_192_cbc},
                                            {"aes128-cbc", EVP_aes_128_cbc}}};

unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

[[noreturn]] void malformed(const std::string& name) {
    throw Error(Error::Kind::refused, "key-malformed", "the encryption of " + name + " makes no sense",
                "see whether ssh-keygen -y -f " + name + " can read it, or take it from a backup");
}

const EVP_CIPHER* cipher_of(const Encryption& how, const std::string& name) {
    for (const Cipher& known : ciphers)
        if (known.name == how.cipher && how.derivation == "bcrypt") return known.make();
    throw Error(Error::Kind::refused, "key-unsupported",
                "the private key " + name + " is encrypted with " + printable(how.cipher) + " and " +
                    printable(how.derivation),
                "encrypt it as ssh-keygen does today: ssh-keygen -p -Z aes256-ctr -f " + name);
}

/// OpenSSL has no bcrypt_pbkdf, and libssh2 keeps its own to itself. Botan's is the one that Debian packages
/// as a library; the other way, a private ssh-agent for each run, would be a process, a socket and a
/// passphrase on its way to ssh-add.
std::string derive(const Encryption& how, const Secret& passphrase, std::size_t size,
                   const std::string& name) {
    WireReader reader(how.options);
    const std::string_view salt = reader.string();
    const std::uint32_t rounds = reader.number();
    if (reader.failed() || salt.empty() || rounds == 0 || rounds > most_rounds) malformed(name);
    std::string key(size, '\0');
    try {
        const auto family = Botan::PasswordHashFamily::create_or_throw("Bcrypt-PBKDF");
        family->from_params(rounds, 0, 0)
            ->derive_key(octets(key), key.size(), passphrase.reveal().data(), passphrase.reveal().size(),
                         octets(salt), salt.size());
    } catch (const Botan::Exception&) {
        malformed(name);
    }
    return key;
}

}  // namespace

std::string decrypt(std::string_view private_part, const Encryption& how, const Secret& passphrase,
                    const std::string& name) {
    const EVP_CIPHER* cipher = cipher_of(how, name);
    const auto key_size = static_cast<std::size_t>(EVP_CIPHER_get_key_length(cipher));
    const auto start_size = static_cast<std::size_t>(EVP_CIPHER_get_iv_length(cipher));
    constexpr std::size_t block = 16;
    const std::size_t most = std::size_t{1} << 20;
    if (private_part.size() % block != 0 || private_part.size() > most) malformed(name);
    std::string key = derive(how, passphrase, key_size + start_size, name);

    std::string clear(private_part.size() + block, '\0');
    int size = 0;
    const Context context(EVP_CIPHER_CTX_new());
    const bool done =
        EVP_DecryptInit_ex2(context.get(), cipher, octets(key), octets(key) + key_size, nullptr) == 1 &&
        EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
        EVP_DecryptUpdate(context.get(), octets(clear), &size, octets(private_part),
                          static_cast<int>(private_part.size())) == 1;
    wipe(key);
    if (!done) malformed(name);
    clear.resize(static_cast<std::size_t>(size));
    return clear;
}

}  // namespace clientpush::ssh
