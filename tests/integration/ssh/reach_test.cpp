#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "rig.h"
#include "support/cancel.h"

namespace clientpush {
namespace {

using asio::ip::tcp;

/// A listener on a high port of loopback, which says one thing to whoever connects.
class Listener {
public:
    explicit Listener(std::string speech = {}, bool hangs_up = false)
        : acceptor_(loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          thread_([this, speech, hangs_up] { serve(speech, hangs_up); }) {}
    ~Listener() {
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        thread_.join();
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    bool has_visitor() const { return visited_; }

    Endpoint endpoint() const {
        return {.name = "target",
                .address = "127.0.0.1",
                .port = acceptor_.local_endpoint().port(),
                .user = "somebody",
                .private_key_file = ""};
    }

private:
    void serve(const std::string& speech, bool hangs_up) {
        std::vector<tcp::socket> visitors;
        for (;;) {
            boost::system::error_code closed;
            tcp::socket visitor = acceptor_.accept(closed);
            if (closed) return;
            asio::write(visitor, asio::buffer(speech), closed);
            visited_ = true;
            if (!hangs_up) visitors.push_back(std::move(visitor));
        }
    }

    asio::io_context loop_;
    tcp::acceptor acceptor_;
    std::atomic<bool> visited_ = false;
    std::thread thread_;
};

asio::awaitable<void> scan_and_forget(Endpoint endpoint) {
    const ssh::SshTransport transport(trusting("/dev/null"));
    co_await ssh::scan(&transport.ways(), endpoint);
}

Error scan_error(const Endpoint& endpoint) {
    return error_of([&] { scan(endpoint); });
}

TEST(Reach, ClosedPortIsRefusedByTheMachine) {
    Endpoint nobody = Listener().endpoint();

    const Error error = scan_error(nobody);

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "connection-refused");
    EXPECT_TRUE(says(error.what(), "target (127.0.0.1, port " + std::to_string(nobody.port))) << error.what();
}

TEST(Reach, AddressWithoutARouteIsNamed) {
    // No TCP leads to everybody at once: the kernel itself says no.
    const Error error =
        scan_error({.name = "far", .address = "255.255.255.255", .user = "", .private_key_file = ""});

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "no-route");
}

TEST(Reach, NameThatDoesNotExistIsNamed) {
    const Error error =
        scan_error({.name = "typo", .address = "no-such-host.invalid", .user = "", .private_key_file = ""});

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "name-not-found");
    EXPECT_TRUE(says(error.what(), "no-such-host.invalid"));
}

TEST(Reach, NameIsLookedUpAndItsAddressesAreTriedInTurn) {
    // "localhost" is often ::1 too, where nobody listens.
    const Sshd sshd;
    Endpoint endpoint = sshd.endpoint();
    endpoint.address = "localhost";

    EXPECT_EQ(scan(endpoint).keys.size(), 2u);
}

TEST(Reach, ListenerThatNeverAnswersCanBeCancelled) {
    const Listener silent;

    EXPECT_TRUE(
        ends_when_cancelled([&] { return silent.has_visitor(); }, scan_and_forget(silent.endpoint())));
}

TEST(Reach, ListenerThatStopsInTheMiddleOfTheHandshakeCanBeCancelled) {
    const Listener stuck(std::string("SSH-2.0-OpenSSH_9.2\r\n\0\0\4\0\x06\x14", 27));

    EXPECT_TRUE(ends_when_cancelled([&] { return stuck.has_visitor(); }, scan_and_forget(stuck.endpoint())));
}

TEST(Reach, ListenerThatHangsUpWithoutAWordHasNoBanner) {
    const Listener rude("", true);

    const Error error = scan_error(rude.endpoint());

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "no-banner");
}

TEST(Reach, ListenerThatHangsUpInTheMiddleOfTheHandshakeIsLost) {
    const Listener cut(std::string("SSH-2.0-OpenSSH_9.2\r\n\0\0\4\0\x06\x14", 27), true);

    const Error error = scan_error(cut.endpoint());

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "connection-lost");
}

TEST(Reach, ServerThatDropsLoginsUnderLoadHasNoBanner) {
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"MaxStartups 1:100:1"}});
    asio::io_context loop;
    tcp::socket first(loop);
    first.connect({asio::ip::address_v4::loopback(), sshd.port()});
    std::array<char, 4> banner = {};
    asio::read(first, asio::buffer(banner));
    ASSERT_EQ(std::string_view(banner.data(), 4), "SSH-");

    const Error error = scan_error(sshd.endpoint());

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "no-banner");
    EXPECT_TRUE(says(error.cure(), "MaxStartups"));
}

}  // namespace
}  // namespace clientpush
