#include "ssh/host_key.h"

#include <gtest/gtest.h>

#include <sstream>

#include "keys.h"
#include "support/files.h"

namespace clientpush::ssh {
namespace {

std::string blob_of_pub_file(const std::string& name) {
    std::istringstream text(read_text(std::string(CLIENTPUSH_SOURCE_DIR) + "/tests/unit/ssh/keys/" + name));
    std::string type, base64;
    text >> type >> base64;
    return decode_base64(base64).value();
}

TEST(Fingerprint, IsTheOneThatSshKeygenPrints) {
    EXPECT_EQ(fingerprint(blob_of_pub_file("ed25519.pub")),
              "SHA256:woRJxjYAG+CP99PT4fHcUWKICFkjX29I5q9cp0+e5wg");
    EXPECT_EQ(fingerprint(blob_of_pub_file("ecdsa521.pub")),
              "SHA256:Y1rYKwdeccn7X/Z6ak3+PKMEN95OB++QQt9FFGtG9sk");
}

TEST(HostKey, TakesItsTypeFromTheBlob) {
    const auto key = host_key_from(blob_of_pub_file("ecdsa384.pub"));

    ASSERT_TRUE(key);
    EXPECT_EQ(key->type, "ecdsa-sha2-nistp384");
}

TEST(HostKey, IsNotMadeOfATruncatedBlob) {
    const std::string blob = some_key('k').blob;

    for (std::size_t size = 0; size <= 15; ++size) EXPECT_FALSE(host_key_from(blob.substr(0, size))) << size;
    EXPECT_TRUE(host_key_from(blob));
}

}  // namespace
}  // namespace clientpush::ssh
