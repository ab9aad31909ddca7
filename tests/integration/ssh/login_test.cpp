#include <gtest/gtest.h>
#include <sys/stat.h>

#include "rig.h"
#include "ssh/host_key.h"
#include "support/fleet.h"

namespace clientpush {
namespace {

/// Lets this key log in to the server too.
void admit(const Sshd& sshd, const std::filesystem::path& key) {
    std::ofstream(sshd.folder() / "authorized_keys", std::ios::app) << read_text(key.string() + ".pub");
}

std::string fingerprint_by_ssh_keygen(const std::filesystem::path& key) {
    std::istringstream line(run_program({"ssh-keygen", "-lf", key.string() + ".pub"}).out);
    std::string bits, print;
    line >> bits >> print;
    return print;
}

class KeyTypes : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(KeyTypes, LogIn) {
    const Sshd sshd;
    const auto key = sshd.folder() / "another_key";
    make_key(key, GetParam());
    admit(sshd, key);
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file = key;

    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    EXPECT_EQ(log_in(transport, endpoint), "in\n");
}

INSTANTIATE_TEST_SUITE_P(Ssh, KeyTypes,
                         testing::Values(std::vector<std::string>{"-t", "ed25519"},
                                         std::vector<std::string>{"-t", "ecdsa", "-b", "256"},
                                         std::vector<std::string>{"-t", "ecdsa", "-b", "384"},
                                         std::vector<std::string>{"-t", "ecdsa", "-b", "521"},
                                         std::vector<std::string>{"-t", "ecdsa", "-b", "256", "-m", "PEM"}));

TEST(Login, WithAKeyThatTheHostDoesNotKnowIsRefusedByNameAndFingerprint) {
    const Sshd sshd;
    const auto stranger = sshd.folder() / "stranger";
    make_key(stranger, {"-t", "ed25519"});
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file = stranger;

    const Error error = refusal(sshd.known_hosts(), endpoint);

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "login-refused");
    EXPECT_TRUE(says(error.what(), current_user())) << error.what();
    EXPECT_TRUE(says(error.what(), fingerprint_by_ssh_keygen(stranger))) << error.what();
    EXPECT_TRUE(says(error.cure(), "authorized_keys"));
}

TEST(Login, OfAnUnknownUserIsRefused) {
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.user = "nobody-of-that-name";

    EXPECT_EQ(refusal(sshd.known_hosts(), endpoint).reason(), "login-refused");
}

TEST(Login, TriesTheDefaultKeysInTurnAndSkipsMissingOnes) {
    const Sshd sshd;
    const auto stranger = sshd.folder() / "stranger";
    make_key(stranger, {"-t", "ecdsa"});
    ssh::SshOptions options = trusting(sshd.known_hosts());
    options.user = current_user();
    options.key_files = {sshd.folder() / "missing", stranger, sshd.client_key()};
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file.clear();
    endpoint.user.clear();

    ssh::SshTransport transport(options);

    EXPECT_EQ(log_in(transport, endpoint), "in\n");
}

TEST(Login, ThatTheHostEndsAfterTooManyKeysIsRefusedInTheHostsWords) {
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"MaxAuthTries 1"}});
    const auto first = sshd.folder() / "first";
    const auto second = sshd.folder() / "second";
    make_key(first, {"-t", "ed25519"});
    make_key(second, {"-t", "ed25519"});
    ssh::SshOptions options = trusting(sshd.known_hosts());
    options.key_files = {first, second};
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file.clear();
    ssh::SshTransport transport(options);

    const Error error = refusal(transport, endpoint);

    EXPECT_EQ(error.reason(), "login-refused");
    EXPECT_TRUE(says(error.what(), "Too many authentication failures")) << error.what();
}

TEST(Login, WithoutAnyKeySaysHowToGetOne) {
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file.clear();

    const Error error = refusal(sshd.known_hosts(), endpoint);

    EXPECT_EQ(error.reason(), "key-missing");
    EXPECT_TRUE(says(error.cure(), "ssh-keygen"));
}

TEST(Login, WithAKeyThatOthersCanReadIsRefusedBeforeAnyConnection) {
    const Sshd sshd;
    ::chmod(sshd.client_key().c_str(), 0640);

    EXPECT_EQ(refusal(sshd.known_hosts(), sshd.endpoint()).reason(), "key-unprotected");
    EXPECT_FALSE(says(sshd.log(), "Connection from"));
}

asio::awaitable<Secret> give(std::string text) {
    co_return Secret(std::move(text));
}

/// A host whose client key has the passphrase "correct horse", and how often it was asked for.
class EncryptedLogin : public testing::Test {
protected:
    EncryptedLogin() {
        run_program({"ssh-keygen", "-q", "-p", "-N", "correct horse", "-f", sshd_.client_key().string()});
    }

    ssh::SshOptions answering(const std::string& passphrase) {
        ssh::SshOptions options = trusting(sshd_.known_hosts());
        options.passphrase = [this, passphrase](const std::filesystem::path&) {
            ++questions_;
            return give(passphrase);
        };
        return options;
    }

    /// Logs in many times at once; gives how often that went well, or failed with this reason.
    int many(ssh::SshTransport& transport, const std::string& reason) {
        asio::io_context loop;
        int count = 0;
        for (int i = 0; i < 20; ++i)
            asio::co_spawn(loop, ask(&transport, sshd_.endpoint(), "echo in"),
                           [&](std::exception_ptr failure, Said said) {
                               std::string got = said.out;
                               if (failure) got = error_of([&] { std::rethrow_exception(failure); }).reason();
                               if (got == reason) ++count;
                           });
        loop.run();
        return count;
    }

    Sshd sshd_;
    int questions_ = 0;
};

TEST_F(EncryptedLogin, AsksForThePassphraseOnceForManyHosts) {
    ssh::SshTransport transport(answering("correct horse"));

    EXPECT_EQ(many(transport, "in\n"), 20);
    EXPECT_EQ(questions_, 1);
}

TEST_F(EncryptedLogin, WithAWrongPassphraseFailsOnceBeforeAnyConnection) {
    ssh::SshTransport transport(answering("battery staple"));

    EXPECT_EQ(many(transport, "passphrase-wrong"), 20);
    EXPECT_EQ(questions_, 1);
    EXPECT_FALSE(says(sshd_.log(), "Connection from"));
}

TEST_F(EncryptedLogin, IsToldBeforeTheFirstHostWhenTheKeysAreOpenedAtTheStart) {
    ssh::SshTransport transport(answering("battery staple"));
    ssh::SshTransport nobody_to_ask(trusting(sshd_.known_hosts()));
    asio::io_context loop;

    const Error error = error_of([&] { run_loop(loop, transport.open_keys(sshd_.client_key().string())); });

    EXPECT_EQ(error.reason(), "passphrase-wrong");
    run_loop(loop, nobody_to_ask.open_keys(sshd_.client_key().string()));  // that is for the hosts to tell
    EXPECT_EQ(refusal(nobody_to_ask, sshd_.endpoint()).reason(), "key-locked");
}

}  // namespace
}  // namespace clientpush
