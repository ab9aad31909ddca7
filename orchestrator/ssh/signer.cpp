#include "ssh/signer.h"

#include <openssl/ec.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "base/error.h"
#include "ssh/private_key.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

using Context = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcdsaSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

const EVP_MD* digest_of(std::string_view algorithm) {
    if (algorithm == "ecdsa-sha2-nistp256" || algorithm == "rsa-sha2-256") return EVP_sha256();
    if (algorithm == "ecdsa-sha2-nistp384") return EVP_sha384();
    if (algorithm == "ecdsa-sha2-nistp521" || algorithm == "rsa-sha2-512") return EVP_sha512();
    return nullptr;  // Ed25519 brings its own
}

void put_number(std::string& out, const BIGNUM* number) {
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, octets(bytes));
    put_mpint(out, bytes);
}

/// OpenSSL gives DER; SSH wants the two numbers (RFC 5656, section 3.1.2).
std::string ecdsa_for_ssh(std::string_view der) {
    const unsigned char* at = octets(der);
    const EcdsaSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    std::string out;
    if (!signature) return out;
    put_number(out, ECDSA_SIG_get0_r(signature.get()));
    put_number(out, ECDSA_SIG_get0_s(signature.get()));
    return out;
}

/// As ssh does: only the owner's own carelessness is refused.
void check_permissions(const std::filesystem::path& file) {
    struct stat facts = {};
    if (::stat(file.c_str(), &facts) != 0 || facts.st_uid != ::getuid()) return;
    if ((facts.st_mode & 077) == 0) return;
    throw Error(Error::Kind::refused, "key-unprotected",
                "other users can read the private key " + file.string(), "run: chmod 600 " + file.string());
}

}  // namespace

std::shared_ptr<const Signer> Signer::load(const std::filesystem::path& file, const Secret& passphrase) {
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in || text.empty())
        throw Error(Error::Kind::refused, "key-missing", "cannot read the private key " + file.string(),
                    "name a key that exists and that this user may read, or make one: ssh-keygen -t ed25519");
    const Wiped wiped(text);
    check_permissions(file);
    return parse(text, file.string(), passphrase);
}

std::shared_ptr<const Signer> Signer::parse(std::string_view text, const std::string& name,
                                            const Secret& passphrase) {
    PrivateKey key = parse_private_key(text, name, passphrase);
    const std::shared_ptr<Signer> signer(new Signer);
    signer->name_ = name;
    signer->type_ = std::move(key.type);
    signer->blob_ = std::move(key.public_blob);
    signer->key_ = std::move(key.key);
    return signer;
}

std::string Signer::sign(std::string_view data, std::string_view algorithm) const {
    const bool rsa = type_ == "ssh-rsa";
    if (!rsa) algorithm = type_;
    if (rsa && !algorithm.starts_with("rsa-sha2-")) return {};
    const Context context(EVP_MD_CTX_new());
    std::size_t size = 0;
    const bool ready =
        EVP_DigestSignInit(context.get(), nullptr, digest_of(algorithm), nullptr, key_.get()) == 1 &&
        EVP_DigestSign(context.get(), nullptr, &size, octets(data), data.size()) == 1;
    if (!ready) return {};
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), octets(signature), &size, octets(data), data.size()) != 1) return {};
    signature.resize(size);
    if (rsa || type_ == "ssh-ed25519") return signature;
    return ecdsa_for_ssh(signature);
}

}  // namespace clientpush::ssh
