#include "ssh/algorithms.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

const Algorithms usual = {.key_exchanges = {"curve25519-sha256", "diffie-hellman-group14-sha256"},
                          .host_keys = {"rsa-sha2-512", "ssh-ed25519"},
                          .ciphers = {"chacha20-poly1305@openssh.com", "aes128-ctr"},
                          .macs = {"hmac-sha2-256-etm@openssh.com", "hmac-sha2-256"}};

/// What a server sends first.
std::string hello(const Algorithms& offer, const std::string& banner = "SSH-2.0-OpenSSH_9.2\r\n") {
    std::string packet("\0\0\1\0\4\x14", 6);
    packet += std::string(16, 'c');
    put_string(packet, comma_list(offer.key_exchanges));
    put_string(packet, comma_list(offer.host_keys));
    put_string(packet, comma_list(offer.ciphers));
    put_string(packet, comma_list(offer.ciphers));
    put_string(packet, comma_list(offer.macs));
    return banner + packet;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(OurAlgorithms, HaveWhatADefaultSshdHasAndNothingWeak) {
    const Algorithms& ours = our_algorithms();

    EXPECT_EQ(nothing_in_common(ours, usual), "");
    EXPECT_EQ(ours.key_exchanges.front(), "curve25519-sha256");
    EXPECT_FALSE(has(ours.host_keys, "ssh-rsa"));
    EXPECT_FALSE(has(ours.macs, "hmac-sha1"));
    EXPECT_FALSE(has(ours.ciphers, "aes128-cbc"));
    EXPECT_FALSE(has(ours.key_exchanges, "diffie-hellman-group14-sha256"));
}

TEST(HostKeyOrder, PutsTheTypesOnRecordFirstAndDropsNone) {
    const std::vector<std::string> order = host_key_order({"ecdsa-sha2-nistp384", "no-such-type"});

    EXPECT_EQ(order.front(), "ecdsa-sha2-nistp384");
    EXPECT_EQ(order.size(), our_algorithms().host_keys.size());
}

TEST(Offer, IsReadFromTheFirstBytesOfAServer) {
    const auto offer = read_offer(hello(usual));

    ASSERT_TRUE(offer);
    EXPECT_EQ(*offer, usual);
}

TEST(Offer, IsReadBehindOtherTalk) {
    const auto offer = read_offer(hello(usual, "Welcome!\r\nto this host\r\nSSH-2.0-x\n"));

    ASSERT_TRUE(offer);
    EXPECT_EQ(*offer, usual);
}

TEST(Offer, IsNotReadFromAnythingShorter) {
    const std::string bytes = hello(usual);

    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(read_offer(std::string_view(bytes).substr(0, size))) << size;
}

TEST(Offer, ThatHasNothingInCommonIsNamedByKindWithoutTheHostsControlCharacters) {
    Algorithms hardened = usual;
    hardened.macs = {"hmac-sha2-512-etm@openssh.com\x1b[2J"};
    Algorithms plain = usual;
    plain.macs = {"hmac-sha2-256"};

    const std::string text = nothing_in_common(plain, hardened);

    EXPECT_TRUE(text.starts_with("MAC (the host offers hmac-sha2-512-etm@openssh.com")) << text;
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("cipher"), std::string::npos);
}

}  // namespace
}  // namespace clientpush::ssh
