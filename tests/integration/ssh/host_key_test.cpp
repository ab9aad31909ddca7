#include "ssh/host_key.h"

#include <gtest/gtest.h>

#include "rig.h"
#include "ssh/known_hosts_file.h"
#include "ssh/scan.h"
#include "ssh/wire.h"
#include "support/fleet.h"

namespace clientpush {
namespace {

/// Of a line as in a .pub file.
std::string fingerprint_of(const std::string& public_key) {
    return ssh::fingerprint(ssh::decode_base64(public_key.substr(public_key.find(' ') + 1)).value());
}

std::string another_key(const Sshd& sshd, const std::string& type = "ed25519") {
    const auto file = sshd.folder() / ("another_" + type);
    make_key(file, {"-t", type});
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
    const auto file =
        write_text(sshd.folder() / "kh", sshd.known_name() + ' ' + another_key(sshd, "rsa") + '\n');

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
bool ssh_connects(const Sshd& sshd, const std::filesystem::path& known_hosts) {
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
                        "UserKnownHostsFile=" + known_hosts.string(),
                        "-o",
                        "GlobalKnownHostsFile=/dev/null",
                        current_user() + "@127.0.0.1",
                        "true"})
               .status == 0;
}

TEST(HostKeys, AreJudgedAsSshJudgesThem) {
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.name = endpoint.address;  // ssh tries no other name
    const std::string name = sshd.known_name();
    const std::string ours = ' ' + sshd.host_key() + '\n';
    const std::string ecdsa = ' ' + sshd.host_key("ecdsa") + '\n';
    const std::string other = ' ' + another_key(sshd) + '\n';
    const std::vector<std::pair<std::string, bool>> table = {
        {"", false},
        {name + ours, true},
        {name + ecdsa, true},
        {name + other, false},
        {name + other + name + ours, true},
        {name + other + name + ecdsa, false},
        {"127.0.0.1" + ours, true},
        {"127.0.0.1" + other, false},
        {"[127.0.0.1]:1" + ours, false},
        {"elsewhere," + name + ",more" + ours, true},
        {"[127.0.0.?]:*" + ours, true},
        {"[127.*]:*,!" + name + ours, false},
        {"!" + name + ",!127.0.0.1,*" + ours, false},
        {"*" + ours, true},
        {name + ours + "@revoked *" + ours, false},
        {name + ours + "@revoked elsewhere" + ours, true},
        {name + ours + "@revoked *" + other, true},
        {"@cert-authority *" + ours, false},
        {"@cert-authority *" + other + name + ours, true},
        {"garbage\n# comment\n\n" + name + ours, true},
        {name + " ssh-rsa" + ours.substr(ours.find(' ', 1)), false},
    };
    for (const auto& [text, connects] : table) {
        const auto file = write_text(sshd.folder() / "kh", text);

        EXPECT_EQ(ssh_connects(sshd, file), connects) << text;
        EXPECT_EQ(refusal(file, endpoint).reason() == "no-error", connects) << text;
    }
}

TEST(Scan, ShowsTheKeysOfAHostWhichThenLetUsIn) {
    const Sshd sshd({.host_keys = {"ed25519", "ecdsa", "rsa"}, .lines = {}});

    const ssh::OfferedKeys offered = run_loop(ssh::scan(sshd.endpoint()));

    std::vector<std::string> shown;
    for (const ssh::HostKey& key : offered.keys)
        shown.push_back(key.type + ' ' + ssh::encode_base64(key.blob));
    std::sort(shown.begin(), shown.end());
    EXPECT_EQ(shown, (std::vector<std::string>{sshd.host_key("ecdsa"), sshd.host_key("ed25519")}));
    EXPECT_EQ(offered.not_checked, (std::vector<std::string>{"rsa-sha2-512", "rsa-sha2-256"}));

    const auto own = sshd.folder() / "own";
    ssh::record_host_keys(own, ssh::known_hosts_name("target", sshd.port()), offered.keys);
    ssh::SshTransport transport(trusting(own));
    EXPECT_EQ(log_in(transport, sshd.endpoint()), "in\n");
}

TEST(Scan, NeedsNoLogin) {
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.user = "nobody-of-that-name";
    endpoint.private_key_file = "/no/such/key";

    EXPECT_EQ(run_loop(ssh::scan(endpoint)).keys.size(), 2u);
}

}  // namespace
}  // namespace clientpush
