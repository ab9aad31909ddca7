#include <gtest/gtest.h>

#include "base/secret.h"
#include "ssh/certificate.h"
#include "ssh/private_key.h"
#include "ssh/signer.h"
#include "support/errors.h"
#include "support/files.h"

namespace clientpush::ssh {
namespace {

const std::string keys = std::string(CLIENTPUSH_SOURCE_DIR) + "/tests/unit/ssh/keys/";

Secret passphrase(const std::string& text = "correct horse") {
    return Secret(std::string(text));
}

class EncryptedKey : public testing::TestWithParam<const char*> {};

TEST_P(EncryptedKey, IsOpenedByItsPassphrase) {
    const std::string name = GetParam();

    const auto signer = Signer::parse(read_text(keys + name), name, passphrase());

    EXPECT_FALSE(signer->sign("some data", "rsa-sha2-256").empty());
    if (const auto known = read_public_key(keys + name + ".pub")) {
        EXPECT_EQ(signer->public_blob(), known->blob);
    }
}

TEST_P(EncryptedKey, IsNotOpenedByAnotherPassphrase) {
    const std::string name = GetParam();

    const Error error =
        error_of([&] { Signer::parse(read_text(keys + name), name, passphrase("battery staple")); });

    EXPECT_EQ(error.reason(), "passphrase-wrong");
    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_NE(std::string(error.what()).find(name), std::string::npos);
    EXPECT_EQ((error.what() + error.cure()).find("battery"), std::string::npos);
    EXPECT_NE(error.cure().find("--private-key-passphrase-file"), std::string::npos);
}

TEST_P(EncryptedKey, IsLockedWithoutAPassphrase) {
    const std::string name = GetParam();

    const Error error = error_of([&] { Signer::parse(read_text(keys + name), name); });

    EXPECT_EQ(error.reason(), "key-locked");
    EXPECT_NE(error.cure().find("ssh-add"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Ssh, EncryptedKey,
                         testing::Values("encrypted", "encrypted_cbc", "encrypted_rsa", "encrypted_pem",
                                         "encrypted_pkcs8"));

TEST(EncryptedKeyOfAnotherCipher, IsRefusedWithTheCommandThatReencryptsIt) {
    const Error error =
        error_of([] { Signer::parse(read_text(keys + "encrypted_gcm"), "some file", passphrase()); });

    EXPECT_EQ(error.reason(), "key-unsupported");
    EXPECT_NE(std::string(error.what()).find("aes256-gcm@openssh.com"), std::string::npos);
    EXPECT_NE(error.cure().find("ssh-keygen -p -Z aes256-ctr -f some file"), std::string::npos);
}

TEST(PublicHalf, OfAnEncryptedKeyIsReadWithoutItsPassphrase) {
    const auto known = read_public_key(keys + "encrypted.pub");

    ASSERT_TRUE(known);
    EXPECT_EQ(public_half(read_text(keys + "encrypted")), known->blob);
}

TEST(PublicHalf, IsNotThereInOtherFiles) {
    EXPECT_EQ(public_half(read_text(keys + "encrypted_pem")), "");
    EXPECT_EQ(public_half(read_text(keys + "encrypted").substr(0, 200)), "");
    EXPECT_EQ(public_half(""), "");
}

}  // namespace
}  // namespace clientpush::ssh
