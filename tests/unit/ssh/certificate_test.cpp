#include "ssh/certificate.h"

#include <gtest/gtest.h>

#include "ssh/identity.h"
#include "ssh/wire.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush::ssh {
namespace {

const std::string keys = std::string(CLIENTPUSH_SOURCE_DIR) + "/tests/unit/ssh/keys/";

TEST(PublicKeyFile, HoldsAKeyOrACertificate) {
    EXPECT_EQ(read_public_key(keys + "ed25519.pub")->type, "ssh-ed25519");
    EXPECT_EQ(read_public_key(keys + "ecdsa256-cert.pub")->type, "ecdsa-sha2-nistp256-cert-v01@openssh.com");
}

TEST(PublicKeyFile, IsNoKeyWhenItIsMissingOrNotWhatItSays) {
    const TempDir folder;

    EXPECT_FALSE(read_public_key(folder / "missing"));
    for (const char* text : {"", "ssh-ed25519", "ssh-ed25519 !!!!", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA"})
        EXPECT_FALSE(read_public_key(write_text(folder / "file", text))) << text;
}

TEST(Certificate, BelongsToTheKeyThatItWasMadeFor) {
    const std::string certificate = read_public_key(keys + "ecdsa256-cert.pub")->blob;

    EXPECT_TRUE(certifies(certificate, read_public_key(keys + "ecdsa256.pub")->blob));
    EXPECT_FALSE(certifies(certificate, read_public_key(keys + "ecdsa256_pem.pub")->blob));
    EXPECT_FALSE(certifies(certificate, read_public_key(keys + "ed25519.pub")->blob));
    EXPECT_FALSE(certifies(certificate, certificate));
    for (std::size_t size = 0; size < 150; ++size)
        EXPECT_FALSE(certifies(certificate.substr(0, size), read_public_key(keys + "ecdsa256.pub")->blob));
}

TEST(CertifiedType, IsThatOfTheKeyInside) {
    EXPECT_EQ(certified_type("ssh-ed25519-cert-v01@openssh.com"), "ssh-ed25519");
    EXPECT_EQ(certified_type("ssh-ed25519"), "");
}

TEST(LogInWith, EveryLibssh2CanUseEd25519AndEcdsaKeysAndEcdsaCertificates) {
    EXPECT_TRUE(can_log_in_with("ssh-ed25519"));
    EXPECT_TRUE(can_log_in_with("ecdsa-sha2-nistp384"));
    EXPECT_TRUE(can_log_in_with("ecdsa-sha2-nistp256-cert-v01@openssh.com"));
    EXPECT_FALSE(can_log_in_with("sk-ssh-ed25519@openssh.com"));
    EXPECT_FALSE(can_log_in_with("ssh-dss"));
}

TEST(LogInWith, WhatItCannotUseIsLeftToOpenSsh) {
    const Error error = cannot_log_in_with("/home/me/.ssh/id_rsa", "ssh-rsa");

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "key-unsupported");
    EXPECT_NE(std::string(error.what()).find("/home/me/.ssh/id_rsa"), std::string::npos);
    EXPECT_NE(error.cure().find("transport: openssh"), std::string::npos);
}

std::string login_request(const std::string& algorithm) {
    std::string request;
    put_string(request, "session");
    request.push_back(50);
    for (const char* part : {"user", "ssh-connection", "publickey"}) put_string(request, part);
    request.push_back(1);
    put_string(request, algorithm);
    put_string(request, "blob");
    return request;
}

TEST(SignatureAlgorithm, IsTheOneThatTheRequestNames) {
    EXPECT_EQ(signature_algorithm(login_request("rsa-sha2-512")), "rsa-sha2-512");
    EXPECT_EQ(signature_algorithm("nonsense"), "");
    EXPECT_EQ(signature_algorithm(""), "");
}

}  // namespace
}  // namespace clientpush::ssh
