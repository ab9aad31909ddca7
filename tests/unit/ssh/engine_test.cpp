#include "ssh/engine.h"

#include <gtest/gtest.h>

#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

int shake_hands_once(Engine& engine) {
    return libssh2_session_handshake(engine.session(), Engine::stand_in_socket());
}

int shake_hands(Engine& engine) {
    return engine.step([&] { return shake_hands_once(engine); });
}

std::string kexinit_start() {
    std::string packet("\0\0\4\0\6\x14", 6);
    packet += std::string(16, 'c');
    put_string(packet, "curve25519-sha256");
    return packet;
}

TEST(Engine, SaysWhoItIsBeforeTheHostHasSpoken) {
    Engine engine;

    EXPECT_EQ(shake_hands(engine), LIBSSH2_ERROR_EAGAIN);
    EXPECT_TRUE(engine.unsent().starts_with("SSH-2.0-libssh2")) << engine.unsent();
}

TEST(Engine, ForgetsWhatWasSent) {
    Engine engine;
    shake_hands(engine);
    const std::size_t size = engine.unsent().size();

    engine.sent(3);

    EXPECT_EQ(engine.unsent().size(), size - 3);
    EXPECT_TRUE(engine.unsent().starts_with("-2.0"));
}

TEST(Engine, WaitsForTheRestOfAHandshakeThatComesByteByByte) {
    Engine engine;
    shake_hands(engine);

    for (const char byte : "SSH-2.0-peer\r\n" + kexinit_start()) {
        engine.received({&byte, 1});
        ASSERT_EQ(shake_hands(engine), LIBSSH2_ERROR_EAGAIN);
    }

    EXPECT_GT(engine.unsent().size(), 300u) << "our KEXINIT follows the host's banner";
}

TEST(Engine, FailsWhenTheHandshakeIsCutOffAnywhere) {
    const std::string script = "SSH-2.0-peer\r\n" + kexinit_start();
    for (std::size_t size = 0; size <= script.size(); ++size) {
        Engine engine;
        shake_hands(engine);

        engine.received(script.substr(0, size));
        engine.no_more_input();
        int result = shake_hands(engine);
        if (result == LIBSSH2_ERROR_EAGAIN) result = shake_hands(engine);  // it had half a header

        EXPECT_LT(result, 0) << size;
        EXPECT_NE(result, LIBSSH2_ERROR_EAGAIN) << size;
    }
}

TEST(Engine, RefusesAPacketLongerThanAnySshPacket) {
    Engine engine;
    shake_hands(engine);

    engine.received(std::string("SSH-2.0-peer\r\n\x7f\xff\xff\xff\x06\x14", 20) + std::string(64, 'x'));
    const int result = shake_hands(engine);

    EXPECT_LT(result, 0);
    EXPECT_NE(result, LIBSSH2_ERROR_EAGAIN);
}

TEST(Engine, KeepsTheFirstBytesForTheMessageUntilTheyAreForgotten) {
    Engine engine;

    engine.received("Exceeded MaxStartups\r\n");
    EXPECT_EQ(engine.opening(), "Exceeded MaxStartups\r\n");

    engine.received(std::string(100'000, 'x'));
    EXPECT_LT(engine.opening().size(), 10'000u);

    engine.forget_opening();
    engine.received("more");
    EXPECT_EQ(engine.opening(), "");
}

TEST(Engine, FailsEveryCallOnceItIsKilled) {
    Engine engine;
    shake_hands(engine);
    engine.received("SSH-2.0-peer\r\n");

    engine.kill();
    const int result = shake_hands(engine);

    EXPECT_LT(result, 0);
    EXPECT_NE(result, LIBSSH2_ERROR_EAGAIN);
}

TEST(Engine, EndsACallThatSpinsForInputInsteadOfGivingBackControl) {
    Engine engine;

    const int calls = engine.step([&] {
        int count = 0;
        while (shake_hands_once(engine) == LIBSSH2_ERROR_EAGAIN) ++count;
        return count;
    });

    EXPECT_GT(calls, 0);
    EXPECT_TRUE(engine.dead());
}

}  // namespace
}  // namespace clientpush::ssh
