#include "ssh/wire.h"

#include <gtest/gtest.h>

namespace clientpush::ssh {
namespace {

using namespace std::string_literals;

TEST(Base64, ComesBackAsItWas) {
    for (const std::string& bytes : {"f"s, "fo"s, "foo"s, "\0\xff\x10 four"s})
        EXPECT_EQ(decode_base64(encode_base64(bytes)), bytes);
}

TEST(Base64, RefusesWhatIsNone) {
    for (const char* text : {"", "abc", "ab=c", "a===", "====", "ab\nc", "ab c", "\xc3\xa4zz", "Zg==Zg=="})
        EXPECT_EQ(decode_base64(text), std::nullopt) << '"' << text << '"';
}

TEST(WireReader, ReadsWhatWasPut) {
    std::string bytes("\x07", 1);
    put_string(bytes, "abc");

    WireReader reader(bytes);

    EXPECT_EQ(reader.byte(), 7);
    EXPECT_EQ(reader.string(), "abc");
    EXPECT_FALSE(reader.failed());
    EXPECT_TRUE(reader.rest().empty());
}

TEST(WireReader, StaysFailedAfterALengthThatLies) {
    WireReader reader("\xff\xff\xff\xff and some more bytes");

    EXPECT_EQ(reader.string(), "");
    EXPECT_EQ(reader.number(), 0u);
    EXPECT_EQ(reader.byte(), 0);
    EXPECT_TRUE(reader.failed());
}

TEST(Mpint, HasNoLeadingZeroButOneBeforeAHighBit) {
    std::string small, high, zero;

    put_mpint(small, "\0\0\x12"s);
    put_mpint(high, "\x80"s);
    put_mpint(zero, "\0"s);

    EXPECT_EQ(small, "\0\0\0\x01\x12"s);
    EXPECT_EQ(high, "\0\0\0\x02\0\x80"s);
    EXPECT_EQ(zero, "\0\0\0\0"s);
}

}  // namespace
}  // namespace clientpush::ssh
