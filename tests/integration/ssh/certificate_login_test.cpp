#include <gtest/gtest.h>
#include <libssh2.h>

#include "rig.h"
#include "support/files.h"
#include "support/fleet.h"
#include "support/ssh_agent.h"

namespace clientpush {
namespace {

bool has_libssh2_1_11() {
    return libssh2_version(0x010B00) != nullptr;
}

/// An sshd that takes the certificates of one authority, and no other key.
class CertificateLogin : public testing::Test {
protected:
    CertificateLogin() {
        make_key(folder_ / "authority", {"-t", "ed25519"});
        SshdConfig config;
        config.lines = {"TrustedUserCAKeys " + (folder_ / "authority.pub").string(),
                        "AuthorizedKeysFile none"};
        sshd_ = std::make_unique<Sshd>(config);
    }

    /// A key with a certificate of the authority beside it.
    std::filesystem::path certified_key(const std::vector<std::string>& options) {
        const auto key = folder_ / "key";
        make_key(key, options);
        run_program({"ssh-keygen", "-q", "-s", (folder_ / "authority").string(), "-I", "test", "-n",
                     current_user(), key.string() + ".pub"});
        return key;
    }

    Endpoint endpoint(const std::filesystem::path& key) {
        Endpoint endpoint = sshd_->endpoint();
        endpoint.private_key_file = key;
        return endpoint;
    }

    TempDir folder_;
    std::unique_ptr<Sshd> sshd_;
};

TEST_F(CertificateLogin, WithTheCertificateBesideAnEcdsaKey) {
    ssh::SshTransport transport(trusting(sshd_->known_hosts()));

    EXPECT_EQ(log_in(transport, endpoint(certified_key({"-t", "ecdsa"}))), "in\n");
}

TEST_F(CertificateLogin, WithACertificateOfTheAgent) {
    const SshAgent agent;
    const auto key = certified_key({"-t", "ecdsa"});
    agent.add(key);
    ssh::SshOptions options = trusting(sshd_->known_hosts());
    options.agent = agent.socket();
    ssh::SshTransport transport(options);

    EXPECT_EQ(log_in(transport, endpoint("")), "in\n");
}

TEST_F(CertificateLogin, WithTheCertificateBesideAKeyThatTheAgentHas) {
    const SshAgent agent;
    const auto key = certified_key({"-t", "ecdsa"});
    agent.add(key);
    std::filesystem::remove(key);
    ssh::SshOptions options = trusting(sshd_->known_hosts());
    options.agent = agent.socket();
    ssh::SshTransport transport(options);

    EXPECT_EQ(log_in(transport, endpoint(key)), "in\n");
}

TEST_F(CertificateLogin, WithAnEd25519CertificateNeedsLibssh2_1_11OrOpenSsh) {
    const auto key = certified_key({"-t", "ed25519"});
    ssh::SshTransport transport(trusting(sshd_->known_hosts()));
    if (has_libssh2_1_11()) {
        EXPECT_EQ(log_in(transport, endpoint(key)), "in\n");
        return;
    }

    const Error error = refusal(transport, endpoint(key));

    EXPECT_EQ(error.reason(), "key-unsupported");
    EXPECT_TRUE(says(error.what(), "key-cert.pub")) << error.what();
    EXPECT_TRUE(says(error.cure(), "transport: openssh"));
}

TEST_F(CertificateLogin, DoesNotUseTheCertificateOfAnotherKey) {
    const auto key = certified_key({"-t", "ecdsa"});
    make_key(folder_ / "other", {"-t", "ecdsa"});
    std::filesystem::rename(folder_ / "key-cert.pub", folder_ / "other-cert.pub");
    ssh::SshTransport transport(trusting(sshd_->known_hosts()));

    const Error error = refusal(transport, endpoint(folder_ / "other"));

    EXPECT_EQ(error.reason(), "login-refused");
    EXPECT_TRUE(says(error.what(), "is no certificate for the key beside it")) << error.what();
}

TEST(RsaLogin, NeedsLibssh2_1_11OrOpenSsh) {
    const Sshd sshd;
    const auto key = sshd.folder() / "rsa_key";
    make_key(key, {"-t", "rsa", "-b", "2048"});
    std::ofstream(sshd.folder() / "authorized_keys", std::ios::app) << read_text(key.string() + ".pub");
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file = key;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    if (has_libssh2_1_11()) {
        EXPECT_EQ(log_in(transport, endpoint), "in\n");
        return;
    }

    const Error error = refusal(transport, endpoint);

    EXPECT_EQ(error.reason(), "key-unsupported");
    EXPECT_TRUE(says(error.cure(), "transport: openssh"));
    EXPECT_FALSE(says(sshd.log(), "Connection from"));
}

}  // namespace
}  // namespace clientpush
