#include <gtest/gtest.h>
#include <libssh2.h>

#include <ostream>

#include "rig.h"

namespace clientpush {
namespace {

struct Hardened {
    const char* name;
    SshdConfig config;
    const char* missing;

    /// What test lists show of it.
    friend void PrintTo(const Hardened& each, std::ostream* out) { *out << each.name; }
};

class HardenedServer : public testing::TestWithParam<Hardened> {};

TEST_P(HardenedServer, IsRefusedByNamingWhatIsMissing) {
    if (libssh2_version(0x010b00)) GTEST_SKIP() << "this libssh2 can talk to it";
    const Sshd sshd(GetParam().config);

    const Error error = refusal(sshd.known_hosts(), sshd.endpoint());

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "no-common-algorithm");
    EXPECT_TRUE(says(error.what(), GetParam().missing)) << error.what();
    EXPECT_TRUE(says(error.cure(), "libssh2")) << error.cure();
}

const std::vector<std::string> both = {"ed25519", "ecdsa"};

INSTANTIATE_TEST_SUITE_P(
    Ssh, HardenedServer,
    testing::Values(
        Hardened{"EtmOnly",
                 {both,
                  {"Ciphers aes256-ctr", "MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com"}},
                 "MAC (the host offers hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com)"},
        Hardened{"GcmOnly",
                 {both, {"Ciphers aes256-gcm@openssh.com"}},
                 "cipher (the host offers aes256-gcm@openssh.com)"},
        Hardened{"RsaHostKeyOnly", {{"rsa"}, {}}, "host key (the host offers rsa-sha2-512,rsa-sha2-256)"},
        Hardened{"PostQuantumOnly",
                 {both, {"KexAlgorithms sntrup761x25519-sha512@openssh.com"}},
                 "key exchange (the host offers sntrup761x25519-sha512@openssh.com"}),
    [](const auto& hardened) { return hardened.param.name; });

}  // namespace
}  // namespace clientpush
