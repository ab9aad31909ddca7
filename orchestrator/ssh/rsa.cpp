#include "ssh/rsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <array>

namespace clientpush::ssh {
namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using Scratch = Owned<BN_CTX, BN_CTX_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

// 16,384 bits; ssh-keygen makes no larger keys.
constexpr std::size_t most_bytes = 2048 + 1;

Number read_number(WireReader& reader) {
    const std::string_view bytes = reader.string();
    if (reader.failed() || bytes.empty() || bytes.size() > most_bytes) return {};
    return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size()), nullptr));
}

/// d mod (prime - 1), which OpenSSH leaves out and OpenSSL wants.
Number exponent(const Number& d, const Number& prime) {
    const Scratch scratch(BN_CTX_secure_new());
    const Number less(BN_dup(prime.get()));
    Number result(BN_secure_new());
    if (!less || !result || BN_sub_word(less.get(), 1) != 1 || BN_is_zero(less.get()) ||
        BN_mod(result.get(), d.get(), less.get(), scratch.get()) != 1)
        return {};
    return result;
}

std::string bytes_of(const EVP_PKEY* key, const char* name) {
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return {};
    const Number number(raw);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
    BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
    return bytes;
}

}  // namespace

Key read_rsa(WireReader& reader) {
    const Number n = read_number(reader), e = read_number(reader), d = read_number(reader);
    const Number inverse = read_number(reader), p = read_number(reader), q = read_number(reader);
    if (!n || !e || !d || !inverse || !p || !q) return {};
    const Number dp = exponent(d, p), dq = exponent(d, q);
    if (!dp || !dq) return {};

    const Builder builder(OSSL_PARAM_BLD_new());
    const std::array<std::pair<const char*, const BIGNUM*>, 8> numbers = {
        {{OSSL_PKEY_PARAM_RSA_N, n.get()},
         {OSSL_PKEY_PARAM_RSA_E, e.get()},
         {OSSL_PKEY_PARAM_RSA_D, d.get()},
         {OSSL_PKEY_PARAM_RSA_FACTOR1, p.get()},
         {OSSL_PKEY_PARAM_RSA_FACTOR2, q.get()},
         {OSSL_PKEY_PARAM_RSA_EXPONENT1, dp.get()},
         {OSSL_PKEY_PARAM_RSA_EXPONENT2, dq.get()},
         {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, inverse.get()}}};
    for (const auto& [name, number] : numbers) OSSL_PARAM_BLD_push_BN(builder.get(), name, number);
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const Context context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    if (parameters && EVP_PKEY_fromdata_init(context.get()) == 1)
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get());
    return Key(key);
}

std::string rsa_blob(const EVP_PKEY* key) {
    const std::string e = bytes_of(key, OSSL_PKEY_PARAM_RSA_E), n = bytes_of(key, OSSL_PKEY_PARAM_RSA_N);
    if (e.empty() || n.empty()) return {};
    std::string blob;
    put_string(blob, "ssh-rsa");
    put_mpint(blob, e);
    put_mpint(blob, n);
    return blob;
}

}  // namespace clientpush::ssh
