// Hosts that let one wait: how long is the caller's business, and how far we came is told.
#include <gtest/gtest.h>

#include <boost/asio/use_future.hpp>

#include "push/within.h"
#include "rig.h"
#include "support/cancel.h"
#include "support/deaf_port.h"
#include "support/fake_clock.h"
#include "support/rough_line.h"
#include "transport/gave_up.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t inside_the_key_exchange =
    100;  // bytes: behind the banner, before the end of the proposal

class SlowHost : public testing::Test {
protected:
    SlowHost() { endpoint.progress = std::make_shared<std::atomic<ConnectStage>>(); }

    /// Calls `then` as soon as the connection has come so far.
    void at(asio::io_context& loop, ConnectStage stage, std::function<void()> then) const {
        const ConnectProgress progress = endpoint.progress;
        asio::co_spawn(loop, until([=] { return *progress == stage; }),
                       [&loop, then](std::exception_ptr late) {
                           if (late) loop.stop();
                           if (!late) then();
                       });
    }

    /// The deadline passes when the connection has come so far.
    Error given_up_at(ConnectStage stage) { return given_up_at(stage, transport); }

    Error given_up_at(ConnectStage stage, Transport& over) {
        FakeClock clock;
        asio::io_context loop;
        const auto late = [this] { return gave_up(endpoint, 20s); };
        auto result =
            asio::co_spawn(loop, within(clock, 20s, over.connect(endpoint), late), asio::use_future);
        at(loop, stage, [&] { clock.advance(20s); });
        loop.run();
        return error_of([&] { result.get(); });
    }

    void expect(const Error& error, const std::string& what, const std::string& cure) const {
        EXPECT_EQ(error.kind(), Error::Kind::unreachable);
        EXPECT_EQ(error.reason(), "no-answer");
        EXPECT_TRUE(says(error.what(), what)) << error.what();
        EXPECT_TRUE(says(error.what(), "target (127.0.0.1, port " + std::to_string(endpoint.port) + ")"))
            << error.what();
        EXPECT_TRUE(says(error.what(), "within 20s")) << error.what();
        EXPECT_TRUE(says(error.cure(), cure)) << error.cure();
    }

    /// A login over this line, which passes all that the host says once it has come so far.
    std::string log_in_with_a_release_at(ConnectStage stage, RoughLine& line) {
        endpoint.port = line.port();
        asio::io_context loop;
        auto result = asio::co_spawn(loop, ask(&transport, endpoint, "echo in"), asio::use_future);
        at(loop, stage, [&] { line.release(); });
        loop.run();
        return result.get().out;
    }

    const Sshd sshd{{.host_keys = {"ed25519"}, .lines = {}}};
    const std::filesystem::path by_name = write_text(
        sshd.folder() / "by_name", "target " + sshd.host_key() + '\n' + read_text(sshd.known_hosts()));
    ssh::SshTransport transport{trusting(by_name)};
    Endpoint endpoint = sshd.endpoint();
};

TEST_F(SlowHost, WhoseBannerComesLateIsWaitedFor) {
    RoughLine line(sshd.port(), {.hold_after = 0});

    EXPECT_EQ(log_in_with_a_release_at(ConnectStage::greeting, line), "in\n");
}

TEST_F(SlowHost, WhoseBannerBreaksOffInTheMiddleIsWaitedFor) {
    RoughLine line(sshd.port(), {.hold_after = 5});

    EXPECT_EQ(log_in_with_a_release_at(ConnectStage::greeting, line), "in\n");
}

TEST_F(SlowHost, ThatPausesInTheKeyExchangeIsWaitedFor) {
    RoughLine line(sshd.port(), {.hold_after = inside_the_key_exchange});

    EXPECT_EQ(log_in_with_a_release_at(ConnectStage::key_exchange, line), "in\n");
}

TEST_F(SlowHost, ThatSaysManyLinesBeforeItsBannerIsListenedTo) {
    std::string lines;
    for (int i = 0; i < 2000; ++i) lines += "the night watch is still looking for the key\r\n";
    const RoughLine line(sshd.port(), {.preface = lines});
    endpoint.port = line.port();

    EXPECT_EQ(log_in(transport, endpoint), "in\n");
}

TEST_F(SlowHost, ThatNeverTakesTheConnectionIsGivenUp) {
    const DeafPort deaf;
    endpoint.port = deaf.port();

    expect(given_up_at(ConnectStage::dialing), "no answer from target", "firewall");
}

TEST_F(SlowHost, ThatNeverSaysItsBannerIsGivenUp) {
    const RoughLine line(sshd.port(), {.hold_after = 0});
    endpoint.port = line.port();

    expect(given_up_at(ConnectStage::greeting), "took the connection, but did not say", "--connect-timeout");
}

TEST_F(SlowHost, ThatOnlyEverSaysOtherLinesIsGivenUp) {
    const RoughLine line(sshd.port(),
                         {.preface = "please wait\r\n" + std::string(20'000, 'x'), .hold_after = 0});
    endpoint.port = line.port();

    expect(given_up_at(ConnectStage::greeting), "took the connection, but did not say", "the port is sshd's");
}

TEST_F(SlowHost, ThatStopsBehindItsBannerIsGivenUp) {
    const RoughLine line(sshd.port(), {.preface = "SSH-2.0-OpenSSH_9.2\r\n", .hold_after = 0});
    endpoint.port = line.port();

    expect(given_up_at(ConnectStage::key_exchange), "speaks SSH, but did not agree on keys", "MTU");
}

TEST_F(SlowHost, ThatStopsInTheKeyExchangeIsGivenUp) {
    const RoughLine line(sshd.port(), {.hold_after = inside_the_key_exchange});
    endpoint.port = line.port();

    expect(given_up_at(ConnectStage::key_exchange), "speaks SSH, but did not agree on keys", "MTU");
}

TEST_F(SlowHost, ThatAsksADirectoryWhichDoesNotAnswerIsGivenUp) {
    const Sshd asking(
        {.host_keys = {"ed25519"},
         .lines = {"AuthorizedKeysCommand /bin/sleep 20", "AuthorizedKeysCommandUser " + current_user()}});
    const ConnectProgress progress = endpoint.progress;
    endpoint = asking.endpoint();
    endpoint.progress = progress;
    write_text(by_name, read_text(asking.known_hosts()));
    ssh::SshTransport fresh(trusting(by_name));

    expect(given_up_at(ConnectStage::login, fresh), "proved its host key, but did not answer the login",
           "LDAP");
}

TEST_F(SlowHost, BehindAJumpHostIsGivenUpAsSuch) {
    const DeafPort deaf;
    endpoint.port = deaf.port();
    endpoint.jump = "127.0.0.1:" + std::to_string(sshd.port());
    ssh::SshOptions options = trusting(by_name);
    options.key_files = {sshd.client_key()};
    ssh::SshTransport jumping(options);

    expect(given_up_at(ConnectStage::jumping, jumping), "the jump host opened no way to target", "firewall");
}

}  // namespace
}  // namespace clientpush
