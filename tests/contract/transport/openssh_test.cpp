// What OpenSSH's client says when it cannot log in, and whom it serves that libssh2 cannot.

#include "support/ask.h"
#include "support/errors.h"
#include "support/files.h"
#include "transport_contract.h"

namespace clientpush {
namespace {

std::string greeting(Transport& transport, const Endpoint& endpoint) {
    return run_loop(ask(&transport, endpoint, "echo hello")).out;
}

std::string greeting_of(const Sshd& sshd, const Endpoint& endpoint) {
    openssh::OpensshTransport transport({.known_hosts = {sshd.known_hosts()}});
    return greeting(transport, endpoint);
}

Error refusal(const Sshd& sshd, Endpoint endpoint) {
    return error_of([&] { greeting_of(sshd, endpoint); });
}

TEST(Openssh, ServesAnRsaKeyAndHostsThatAllowOnlyNewAlgorithms) {
    for (const SshdConfig& config :
         {SshdConfig{.host_keys = {"rsa"}, .lines = {}},
          SshdConfig{.host_keys = {"ed25519"},
          .lines = {"MACs hmac-sha2-256-etm@openssh.com", "Ciphers aes256-ctr"}},
          SshdConfig{.host_keys = {"ed25519"}, .lines = {"Ciphers aes256-gcm@openssh.com"}}}) {
        const Sshd sshd(config);
        EXPECT_EQ(greeting_of(sshd, sshd.endpoint()), "hello\n");
    }
    const Sshd sshd;
    make_key(sshd.folder() / "rsa", {"-t", "rsa", "-b", "2048"});
    write_text(sshd.folder() / "authorized_keys", read_text(sshd.folder() / "rsa.pub"));
    Endpoint endpoint = sshd.endpoint();
    endpoint.private_key_file = (sshd.folder() / "rsa").string();
    EXPECT_EQ(greeting_of(sshd, endpoint), "hello\n");
}

TEST(Openssh, GoesThroughJumpHostsWithTheSameChecks) {
    const Sshd target;
    const Sshd jump;
    const auto both =
        write_text(target.folder() / "both", read_text(target.known_hosts()) + read_text(jump.known_hosts()));
    write_text(jump.folder() / "authorized_keys", read_text(target.folder() / "client_key.pub"));
    Endpoint endpoint = target.endpoint();
    endpoint.jump = current_user() + "@127.0.0.1:" + std::to_string(jump.port());
    openssh::OpensshTransport strict({.known_hosts = {target.known_hosts()}});
    openssh::OpensshTransport knows_both({.known_hosts = {both}});

    EXPECT_EQ(greeting(knows_both, endpoint), "hello\n");
    EXPECT_EQ(error_of([&] { greeting(strict, endpoint); }).reason(), "host-key-unknown");
    EXPECT_NE(jump.log().find("Accepted publickey"), std::string::npos);
}

TEST(Openssh, HostIsLookedUpUnderTheNameOnRecord) {
    const Sshd sshd;
    const auto known = write_text(sshd.folder() / "by_name", "ws-07 " + sshd.host_key() + "\n");
    openssh::OpensshTransport transport({.known_hosts = {known}, .on_record = [](const Endpoint&) {
                                             return openssh::OnRecord{"ws-07", {}};
                                         }});

    EXPECT_EQ(greeting(transport, sshd.endpoint()), "hello\n");
}

TEST(Openssh, PortOnWhichNobodyListensRefusesTheConnection) {
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.port = 1;

    EXPECT_EQ(refusal(sshd, endpoint).kind(), Error::Kind::unreachable);
    EXPECT_EQ(refusal(sshd, endpoint).reason(), "connection-refused");
}

TEST(Openssh, NameThatNobodyKnowsIsNotFound) {
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.address = "no-such-host.invalid";

    EXPECT_EQ(refusal(sshd, endpoint).reason(), "name-not-found");
}

TEST(Openssh, KeyThatIsNotOnRecordIsUnknownChangedOrRevoked) {
    const Sshd sshd;
    make_key(sshd.folder() / "other", {"-t", "ed25519"});
    const std::string other = read_text(sshd.folder() / "other.pub");

    write_text(sshd.known_hosts(), "");
    EXPECT_EQ(refusal(sshd, sshd.endpoint()).reason(), "host-key-unknown");
    write_text(sshd.known_hosts(), sshd.known_name() + " " + other);
    EXPECT_EQ(refusal(sshd, sshd.endpoint()).reason(), "host-key-changed");
    write_text(sshd.known_hosts(), "@revoked * " + sshd.host_key() + "\n");
    EXPECT_EQ(refusal(sshd, sshd.endpoint()).reason(), "host-key-revoked");
    EXPECT_EQ(refusal(sshd, sshd.endpoint()).kind(), Error::Kind::refused);
}

TEST(Openssh, KeyThatTheHostDoesNotTakeIsALoginRefused) {
    const Sshd sshd;
    write_text(sshd.folder() / "authorized_keys", "");

    EXPECT_EQ(refusal(sshd, sshd.endpoint()).kind(), Error::Kind::refused);
    EXPECT_EQ(refusal(sshd, sshd.endpoint()).reason(), "login-refused");
}

TEST(Openssh, HostWithStrangeAlgorithmsHasNoneInCommon) {
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"Ciphers aes256-cbc"}});

    EXPECT_EQ(refusal(sshd, sshd.endpoint()).reason(), "no-common-algorithm");
}

TEST(Openssh, HostThatStartsNoCommandsSaysSo) {
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"ForceCommand exit 4"}});

    EXPECT_EQ(refusal(sshd, sshd.endpoint()).reason(), "no-exec");
}

using OpensshConversation = TransportContract<OpensshSide>;

TEST_F(OpensshConversation, WhoseConnectionBreaksIsLostInTheWordsOfSsh) {
    const Error error = error_of([&] { with("kill -KILL $PPID; cat", hear_out); });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "no-trailer");
    EXPECT_NE(std::string(error.what()).find("closed by remote host"), std::string::npos) << error.what();
}

TEST_F(OpensshConversation, StatusThatSshAlsoUsesForItselfIsNotBelieved) {
    const Error error = error_of([&] { with("exit 255", hear_out); });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "no-trailer");
}

TEST(Openssh, ProgramThatIsNotThereIsNamedWithTheCure) {
    openssh::OpensshTransport transport({.program = "/no/such/ssh"});
    Endpoint endpoint;
    endpoint.name = endpoint.address = "ws-07";

    const Error error = error_of([&] { greeting(transport, endpoint); });

    EXPECT_EQ(error.reason(), "no-openssh");
    EXPECT_EQ(error.cure(), "install openssh-client");
}

TEST(Openssh, PutsNoFilesAndSaysSo) {
    OpensshSide side;
    const std::string file = side.folder / "file";
    const auto put = [](Transport* transport, Endpoint endpoint, std::string path) -> asio::awaitable<void> {
        const auto connection = co_await transport->connect(endpoint);
        co_await connection->put(path, "data", 0);
    };

    const Error error = error_of([&] { run_loop(put(&side.transport, side.endpoint, file)); });

    EXPECT_EQ(error.reason(), "no-sftp");
    EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace clientpush
