#include "ssh/host_key.h"

#include <gtest/gtest.h>

#include "rig.h"
#include "ssh/known_hosts_file.h"
#include "ssh/wire.h"
#include "support/fleet.h"

namespace clientpush {
namespace {

/// Of a line as in a .pub file.
std::string fingerprint_of(const std::string& public_key) {
    return ssh::fingerprint(ssh::decode_base64(public_key.substr(public_key.find(' ') + 1)).value());
}

std::string another_key(const Sshd& sshd) {
    const auto file = sshd.folder() / "another";
    make_key(file, {"-t", "ed25519"});
    std::istringstream text(read_text(file.string() + ".pub"));
    std::string name, blob;
    text >> name >> blob;
    return name + ' ' + blob;
}

TEST(HostKeys, UnknownHostIsRefusedWithItsFingerprintAndTheWayToEnrolIt) {
    const Sshd sshd;
    const auto empty = write_text(sshd.folder() / "empty", "");

    const Error error = refusal(empty, sshd.endpoint());

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "host-key-unknown");
    EXPECT_TRUE(says(error.what(), fingerprint_of(sshd.host_key()))) << error.what();
    EXPECT_TRUE(says(error.cure(), "clientpush keys scan target"));
    EXPECT_TRUE(says(error.cure(), "clientpush keys approve target"));
}

TEST(HostKeys, ChangedKeyIsRefusedWithBothFingerprintsAndThePlaceOnRecord) {
    const Sshd sshd;
    const std::string old = another_key(sshd);
    const auto file = write_text(sshd.folder() / "kh", "# old\n" + sshd.known_name() + ' ' + old + '\n');

    const Error error = refusal(file, sshd.endpoint());

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "host-key-changed");
    EXPECT_TRUE(says(error.what(), fingerprint_of(sshd.host_key()))) << error.what();
    EXPECT_TRUE(says(error.what(), fingerprint_of(old))) << error.what();
    EXPECT_TRUE(says(error.what(), file.string() + ":2")) << error.what();
}

TEST(HostKeys, RevokedKeyIsRefused) {
    const Sshd sshd;
    const auto file = write_text(sshd.folder() / "kh", sshd.known_name() + ' ' + sshd.host_key() + '\n' +
                                                           "@revoked * " + sshd.host_key() + '\n');

    EXPECT_EQ(refusal(file, sshd.endpoint()).reason(), "host-key-revoked");
}

TEST(HostKeys, CertAuthorityAloneIsNotEnoughAndIsMentioned) {
    const Sshd sshd;
    const auto file = write_text(sshd.folder() / "kh", "@cert-authority * " + sshd.host_key() + '\n');

    const Error error = refusal(file, sshd.endpoint());

    EXPECT_EQ(error.reason(), "host-key-unknown");
    EXPECT_TRUE(says(error.what(), "@cert-authority"));
}

TEST(HostKeys, RsaKeyOnRecordForAHostThatHasBetterOnesIsExplained) {
    const Sshd sshd;
    std::string rsa;
    ssh::put_string(rsa, "ssh-rsa");
    ssh::put_string(rsa, "exponent and modulus");
    const auto file =
        write_text(sshd.folder() / "kh", sshd.known_name() + " ssh-rsa " + ssh::encode_base64(rsa) + '\n');

    const Error error = refusal(file, sshd.endpoint());

    EXPECT_EQ(error.reason(), "host-key-unknown");
    EXPECT_TRUE(says(error.what(), "cannot check")) << error.what();
}

TEST(HostKeys, HostIsAskedForTheTypeOnRecord) {
    const Sshd sshd;
    for (const std::string& type : {std::string("ed25519"), std::string("ecdsa")}) {
        const auto file =
            write_text(sshd.folder() / "kh", sshd.known_name() + ' ' + sshd.host_key(type) + '\n');
        ssh::SshTransport transport(trusting(file));

        EXPECT_EQ(log_in(transport, sshd.endpoint()), "in\n") << type;
    }
}

TEST(HostKeys, HostIsAskedForTheTypeOnRecordInAHashedFileToo) {
    const Sshd sshd;
    for (const std::string& type : {std::string("ed25519"), std::string("ecdsa")}) {
        const auto file = write_text(sshd.folder() / ("hashed_" + type),
                                     sshd.known_name() + ' ' + sshd.host_key(type) + '\n');
        ASSERT_EQ(run_program({"ssh-keygen", "-H", "-f", file.string()}).status, 0);
        ASSERT_TRUE(read_text(file).starts_with("|1|"));
        ssh::SshTransport transport(trusting(file));

        EXPECT_EQ(log_in(transport, sshd.endpoint()), "in\n") << type;
    }
}

/// What ssh itself says to the same file: does it connect?
bool ssh_connects(const Sshd& sshd, const std::string& host, const std::filesystem::path& first,
                  const std::filesystem::path& second) {
    return run_program({"ssh",
                        "-F",
                        "none",
                        "-p",
                        std::to_string(sshd.port()),
                        "-i",
                        sshd.client_key().string(),
                        "-o",
                        "KexAlgorithms=curve25519-sha256",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "StrictHostKeyChecking=yes",
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "UserKnownHostsFile=" + first.string() + ' ' + second.string(),
                        "-o",
                        "GlobalKnownHostsFile=/dev/null",
                        current_user() + '@' + host,
                        "true"})
               .status == 0;
}

/// A known_hosts file against a real server: what ssh says to it, and what we say.
class VerdictsLikeSsh : public testing::Test {
protected:
    VerdictsLikeSsh() {
        endpoint_.name = endpoint_.address;  // ssh tries no other name
    }

    void expect_both(bool connect, const std::string& text) {
        const auto file = write_text(sshd_.folder() / "kh", text);
        const auto second = write_text(sshd_.folder() / "kh2", second_);
        EXPECT_EQ(ssh_connects(sshd_, ssh_host_, file, second), connect) << text;
        ssh::SshOptions options = trusting(file);
        options.known_hosts.push_back(second);
        ssh::SshTransport transport(options);
        EXPECT_EQ(refusal(transport, endpoint_).reason() == "no-error", connect) << text;
    }

    /// The lines with their names hashed by ssh-keygen.
    std::string hashed(const std::string& text) {
        const auto file = write_text(sshd_.folder() / "hashed", text);
        if (run_program({"ssh-keygen", "-H", "-f", file.string()}).status != 0)
            throw std::runtime_error("ssh-keygen -H failed");
        return read_text(file);
    }

    Sshd sshd_;
    std::string ssh_host_ = "127.0.0.1";
    std::string second_;
    Endpoint endpoint_ = sshd_.endpoint();
    const std::string name_ = sshd_.known_name();
    const std::string ours_ = ' ' + sshd_.host_key() + '\n';
    const std::string ecdsa_ = ' ' + sshd_.host_key("ecdsa") + '\n';
    const std::string other_ = ' ' + another_key(sshd_) + '\n';
};

TEST_F(VerdictsLikeSsh, ForPlainNames) {
    expect_both(false, "");
    expect_both(true, name_ + ours_);
    expect_both(true, name_ + ecdsa_);
    expect_both(false, name_ + other_);
    expect_both(true, name_ + other_ + name_ + ours_);
    expect_both(false, name_ + other_ + name_ + ecdsa_);
    expect_both(true, "elsewhere," + name_ + ",more" + ours_);
}

TEST_F(VerdictsLikeSsh, ForPortsAndMalformedLines) {
    expect_both(true, "127.0.0.1" + ours_);
    expect_both(false, "127.0.0.1" + other_);
    expect_both(false, "[127.0.0.1]:1" + ours_);
    expect_both(true, "garbage\n# comment\n\n" + name_ + ours_);
    expect_both(false, name_ + " ssh-rsa" + ours_.substr(ours_.find(' ', 1)));
}

TEST_F(VerdictsLikeSsh, ForPatterns) {
    expect_both(true, "[127.0.0.?]:*" + ours_);
    expect_both(false, "[127.*]:*,!" + name_ + ours_);
    expect_both(false, "!" + name_ + ",!127.0.0.1,*" + ours_);
    expect_both(true, "*" + ours_);
}

TEST_F(VerdictsLikeSsh, ForHashedNames) {
    expect_both(true, hashed(name_ + ours_));
    expect_both(true, hashed(name_ + ecdsa_));
    expect_both(false, hashed(name_ + other_));
    expect_both(true, hashed("127.0.0.1" + ours_));
    expect_both(false, hashed("elsewhere" + ours_));
    expect_both(true, hashed("elsewhere" + other_ + name_ + other_ + name_ + ours_));
    expect_both(false, hashed(name_ + ours_) + "@revoked *" + ours_);
    expect_both(true, name_ + other_ + hashed(name_ + ours_));
    expect_both(false, "|1|damaged|hash" + ours_);
}

TEST_F(VerdictsLikeSsh, ForTheShapeOfLines) {
    const std::string bare = ours_.substr(0, ours_.size() - 1);
    expect_both(true, name_ + bare);
    expect_both(true, name_ + bare + " \t \n");
    expect_both(true, name_ + bare + " root@somewhere # note\n");
    expect_both(true, name_ + bare + "\r\n");
    expect_both(true, "  \t" + name_ + ours_);
    expect_both(true, name_ + "\t\t" + bare.substr(1) + "\n");
    expect_both(true, "@revoked\n" + name_ + ours_);
    expect_both(true, "@unheard-of *" + other_ + name_ + ours_);
    expect_both(false, "@revoked  \t* " + ours_ + name_ + ours_);
    expect_both(false, "#" + name_ + ours_);
    expect_both(false, name_ + bare.substr(0, bare.size() / 2) + "\n");
}

TEST_F(VerdictsLikeSsh, ForUpperCase) {
    endpoint_.name = endpoint_.address = ssh_host_ = "LocalHost";
    const std::string port = "]:" + std::to_string(sshd_.port());
    expect_both(true, "[localhost" + port + ours_);
    expect_both(true, "[LOCALHOST" + port + ours_);
    expect_both(true, "[LOCAL*" + port + ours_);
    expect_both(true, hashed("[localhost" + port + ours_));
    expect_both(false, "[localhost" + port + other_);
}

TEST_F(VerdictsLikeSsh, ForTwoFiles) {
    second_ = name_ + ours_;
    expect_both(true, "");
    expect_both(true, "elsewhere" + other_);
    second_ = "@revoked *" + ours_;
    expect_both(false, name_ + ours_);
}

TEST_F(VerdictsLikeSsh, ExceptThatTheFirstFileWithAnEntryForTheHostDecides) {
    // So that a key that was approved as changed is not made good by the old one in ~/.ssh.
    second_ = name_ + ours_;
    const auto first = write_text(sshd_.folder() / "kh", name_ + other_);
    const auto second = write_text(sshd_.folder() / "kh2", second_);
    ssh::SshOptions options = trusting(first);
    options.known_hosts.push_back(second);
    ssh::SshTransport transport(options);

    EXPECT_TRUE(ssh_connects(sshd_, ssh_host_, first, second));
    EXPECT_EQ(refusal(transport, endpoint_).reason(), "host-key-changed");
}

TEST_F(VerdictsLikeSsh, ForRevokedKeysAndAuthorities) {
    expect_both(false, name_ + ours_ + "@revoked *" + ours_);
    expect_both(true, name_ + ours_ + "@revoked elsewhere" + ours_);
    expect_both(true, name_ + ours_ + "@revoked *" + other_);
    expect_both(false, "@cert-authority *" + ours_);
    expect_both(true, "@cert-authority *" + other_ + name_ + ours_);
}

TEST(Scan, ShowsTheKeysOfAHostWhichThenLetUsIn) {
    const Sshd sshd({.host_keys = {"ed25519", "ecdsa", "rsa"}, .lines = {}});

    const ssh::OfferedKeys offered = scan(sshd.endpoint());

    std::vector<std::string> shown;
    for (const ssh::HostKey& key : offered.keys)
        shown.push_back(key.type + ' ' + ssh::encode_base64(key.blob));
    std::sort(shown.begin(), shown.end());
    EXPECT_EQ(shown, (std::vector<std::string>{sshd.host_key("ecdsa"), sshd.host_key("ed25519")}));
    EXPECT_EQ(offered.not_checked, (std::vector<std::string>{"rsa-sha2-512", "rsa-sha2-256"}));

    const auto own = sshd.folder() / "own";
    ssh::record_host_keys(own, {{{ssh::known_hosts_name("target", sshd.port())}, offered.keys}});
    ssh::SshTransport transport(trusting(own));
    EXPECT_EQ(log_in(transport, sshd.endpoint()), "in\n");
}

TEST(Scan, NeedsNoLogin) {
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.user = "nobody-of-that-name";
    endpoint.private_key_file = "/no/such/key";

    EXPECT_EQ(scan(endpoint).keys.size(), 2u);
}

}  // namespace
}  // namespace clientpush
