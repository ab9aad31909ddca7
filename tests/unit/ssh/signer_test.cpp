#include "ssh/signer.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/param_build.h>
#include <sys/stat.h>

#include <sstream>

#include "ssh/wire.h"
#include "support/errors.h"
#include "support/files.h"

namespace clientpush::ssh {
namespace {

const std::string keys = std::string(CLIENTPUSH_SOURCE_DIR) + "/tests/unit/ssh/keys/";

std::shared_ptr<const Signer> parse(const std::string& name) {
    return Signer::parse(read_text(keys + name), name);
}

std::string pub_line_blob(const std::string& name) {
    std::istringstream text(read_text(keys + name + ".pub"));
    std::string type, base64;
    text >> type >> base64;
    return decode_base64(base64).value();
}

TEST(Signer, HasThePublicKeyOfThePubFile) {
    for (const char* name : {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "ecdsa256_pem"})
        EXPECT_EQ(parse(name)->public_blob(), pub_line_blob(name)) << name;
}

TEST(Signer, SignsEd25519In64Bytes) {
    for (const char* name : {"ed25519", "ed25519_pem"}) {
        const auto signer = parse(name);

        EXPECT_EQ(signer->type(), "ssh-ed25519");
        EXPECT_EQ(signer->sign("some data").size(), 64u);
        EXPECT_EQ(signer->sign("some data"), signer->sign("some data"));
        EXPECT_NE(signer->sign("some data"), signer->sign("other data"));
    }
}

TEST(Signer, SignsEcdsaAsTwoNumbers) {
    for (const char* name : {"ecdsa256", "ecdsa384", "ecdsa521", "ecdsa256_pem"}) {
        const std::string signature = parse(name)->sign("some data");

        WireReader reader(signature);
        EXPECT_GT(reader.string().size(), 20u) << name;
        EXPECT_GT(reader.string().size(), 20u) << name;
        EXPECT_FALSE(reader.failed()) << name;
        EXPECT_TRUE(reader.rest().empty()) << name;
    }
}

/// Does OpenSSL take the signature for that of the public key?
bool verifies(const std::string& blob, const std::string& signature, const EVP_MD* digest) {
    WireReader reader(blob);
    reader.string();  // type
    const auto number = [](std::string_view bytes) {
        return BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()),
                         nullptr);
    };
    const Owned<BIGNUM, BN_free> e(number(reader.string())), n(number(reader.string()));
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), "n", n.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), "e", e.get());
    const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* raw = nullptr;
    EVP_PKEY_fromdata_init(context.get());
    EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get());
    const Owned<EVP_PKEY, EVP_PKEY_free> key(raw);
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> check(EVP_MD_CTX_new());
    const std::string data = "some data";
    return EVP_DigestVerifyInit(check.get(), nullptr, digest, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(check.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                            signature.size(), reinterpret_cast<const unsigned char*>(data.data()),
                            data.size()) == 1;
}

TEST(Signer, SignsRsaWithTheDigestThatTheHostWants) {
    for (const char* name : {"rsa", "rsa_pem"}) {
        const auto signer = parse(name);

        EXPECT_EQ(signer->type(), "ssh-rsa");
        EXPECT_EQ(signer->public_blob(), pub_line_blob(name));
        EXPECT_TRUE(verifies(signer->public_blob(), signer->sign("some data", "rsa-sha2-256"), EVP_sha256()));
        EXPECT_TRUE(verifies(signer->public_blob(), signer->sign("some data", "rsa-sha2-512"), EVP_sha512()));
    }
}

TEST(Signer, DoesNotSignWithSha1) {
    EXPECT_EQ(parse("rsa")->sign("some data", "ssh-rsa"), "");
    EXPECT_EQ(parse("rsa")->sign("some data"), "");
}

TEST(Signer, RefusesWhatIsNoPrivateKey) {
    const std::string whole = read_text(keys + "ed25519");
    for (const std::string& text : {std::string("hello\n"), read_text(keys + "ed25519.pub"),
                                    whole.substr(0, whole.size() / 2), whole.substr(0, 60)}) {
        const Error error = error_of([&] { Signer::parse(text, "some file"); });

        EXPECT_EQ(error.reason(), "key-malformed");
        EXPECT_NE(std::string(error.what()).find("some file"), std::string::npos);
    }
}

TEST(Signer, SurvivesEveryTruncationOfTheBinaryPart) {
    const std::string begin = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    const std::string end = "\n-----END OPENSSH PRIVATE KEY-----\n";
    std::string base64 = read_text(keys + "ecdsa256");
    base64 = base64.substr(begin.size(), base64.find("\n-----END") - begin.size());
    std::erase(base64, '\n');
    const std::string bytes = decode_base64(base64).value();

    for (std::size_t size = 1; size < bytes.size() / 2; ++size) {
        const Error error =
            error_of([&] { Signer::parse(begin + encode_base64(bytes.substr(0, size)) + end, "cut"); });
        EXPECT_EQ(error.reason(), "key-malformed") << size;
    }
}

class KeyFile : public testing::Test {
protected:
    KeyFile() {
        std::string name = testing::TempDir() + "key-file-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        file_ = write_text(folder_ / "id", read_text(keys + "ed25519"));
    }
    ~KeyFile() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
    std::filesystem::path file_;
};

TEST_F(KeyFile, ThatOnlyItsOwnerCanReadIsLoaded) {
    ::chmod(file_.c_str(), 0600);

    EXPECT_EQ(Signer::load(file_)->type(), "ssh-ed25519");
}

TEST_F(KeyFile, ThatOthersCanReadIsRefused) {
    ::chmod(file_.c_str(), 0644);

    const Error error = error_of([&] { Signer::load(file_); });

    EXPECT_EQ(error.reason(), "key-unprotected");
    EXPECT_NE(error.cure().find("chmod 600"), std::string::npos);
}

TEST_F(KeyFile, ThatIsNotThereIsRefusedByName) {
    const Error error = error_of([&] { Signer::load(folder_ / "missing"); });

    EXPECT_EQ(error.reason(), "key-missing");
    EXPECT_NE(std::string(error.what()).find("missing"), std::string::npos);
}

}  // namespace
}  // namespace clientpush::ssh
