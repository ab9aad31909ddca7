#include "openssh/failure.h"

#include <gtest/gtest.h>

namespace clientpush::openssh {
namespace {

Error said(const std::string& text, int status = 255) {
    return failure("ws-07", text, status);
}

TEST(Failure, IsToldByWhatSshSays) {
    EXPECT_EQ(said("ssh: connect to host h port 22: No route to host\r\n").reason(), "no-route");
    EXPECT_EQ(said("ssh: connect to host h port 22: Connection timed out\r\n").reason(), "no-answer");
    EXPECT_EQ(said("Connection timed out during banner exchange\r\n").reason(), "no-answer");
    EXPECT_EQ(said("ssh: Could not resolve hostname h: Name or service not known\r\n").reason(),
              "name-not-found");
    EXPECT_EQ(said("kex_exchange_identification: Connection closed by remote host\r\n").reason(),
              "no-banner");
    EXPECT_EQ(said("Received disconnect from h port 22:2: Too many authentication failures\r\n").reason(),
              "login-refused");
    EXPECT_EQ(said("/home/me/.ssh/config: line 3: Bad configuration option: nonsense\r\n").reason(),
              "ssh-config-wrong");
    EXPECT_EQ(said("Connection closed by 10.0.0.7 port 22\r\n").reason(), "connection-lost");
}

TEST(Failure, OfAJumpHostComesBeforeWhatItCauses) {
    const Error error = said(
        "ssh: connect to host jump port 22: Connection refused\r\n"
        "kex_exchange_identification: Connection closed by remote host\r\n");

    EXPECT_EQ(error.reason(), "connection-refused");
    EXPECT_NE(std::string(error.what()).find("jump"), std::string::npos);
}

TEST(Failure, StatusOfTheLoginShellMeansThatNoCommandRuns) {
    EXPECT_EQ(said("This account is currently not available.\r\n", 1).reason(), "no-exec");
}

TEST(Failure, QuotesNoControlCharacters) {
    const std::string what = said("\x1b[31mConnection refused\r\n").what();

    EXPECT_EQ(what.find('\x1b'), std::string::npos);
    EXPECT_EQ(what.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace clientpush::openssh
