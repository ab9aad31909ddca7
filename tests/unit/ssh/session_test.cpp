#include "ssh/session.h"

#include <gtest/gtest.h>

#include "ssh/algorithms.h"
#include "ssh/login.h"
#include "ssh/wire.h"
#include "support/errors.h"
#include "support/run_loop.h"
#include "support/scripted_stream.h"

namespace clientpush::ssh {
namespace {

constexpr const char* banner = "SSH-2.0-peer\r\n";

/// The beginning of a KEXINIT packet that is said to be longer.
std::string half_a_packet() {
    std::string packet("\0\0\4\0\6\x14", 6);
    packet += std::string(16, 'c');
    put_string(packet, "curve25519-sha256");
    return packet;
}

Error handshake_error(std::deque<std::string> script, std::string* heard = nullptr) {
    Session session(std::make_unique<ScriptedStream>(std::move(script), heard), "target");
    return error_of([&] { run_loop(handshake(&session, our_algorithms().host_keys)); });
}

TEST(Session, SaysAllItHasToAPeerThatTakesAFewBytesAtATime) {
    std::string heard;

    handshake_error({banner}, &heard);

    EXPECT_TRUE(heard.starts_with("SSH-2.0-libssh2")) << heard;
    EXPECT_NE(heard.find("curve25519-sha256"), std::string::npos) << "our KEXINIT follows the banner";
}

TEST(Session, ThatEndsBeforeTheBannerHasNone) {
    const Error error = handshake_error({});

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "no-banner");
}

TEST(Session, QuotesWhatThePeerSaidInsteadOfABanner) {
    const Error error = handshake_error({"Too many ", "users\r\n"});

    EXPECT_EQ(error.reason(), "no-banner");
    EXPECT_NE(std::string(error.what()).find("Too many users"), std::string::npos) << error.what();
}

TEST(Session, ThatEndsInMidPacketIsLost) {
    const std::string script = banner + half_a_packet();
    for (std::size_t size = std::string(banner).size(); size <= script.size(); size += 5) {
        const Error error = handshake_error({script.substr(0, size)});

        EXPECT_EQ(error.kind(), Error::Kind::lost) << size;
        EXPECT_EQ(error.reason(), "connection-lost") << size;
    }
}

TEST(Session, ReadsAHandshakeThatComesByteByByte) {
    std::deque<std::string> bytes;
    for (const char byte : banner + half_a_packet()) bytes.emplace_back(1, byte);

    EXPECT_EQ(handshake_error(std::move(bytes)).reason(), "connection-lost");
}

TEST(Session, EndsAPeerThatFloodsInsteadOfSayingWhoItIs) {
    std::deque<std::string> flood(64, std::string(1'000'000, 'x'));

    const Error error = handshake_error(std::move(flood));

    EXPECT_EQ(error.kind(), Error::Kind::unreachable);
    EXPECT_EQ(error.reason(), "no-banner");
    EXPECT_LT(std::string(error.what()).size(), 400u);
}

TEST(Session, FailsEveryCallAfterItWasClosed) {
    Session session(std::make_unique<ScriptedStream>(std::deque<std::string>{banner}), "target");
    session.close();

    const Error error = error_of([&] { run_loop(session.op([] { return 0; })); });

    EXPECT_EQ(error.reason(), "connection-lost");
}

}  // namespace
}  // namespace clientpush::ssh
