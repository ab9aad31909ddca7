#include "push/endpoint.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace clientpush {
namespace {

TEST(EndpointOfAHost, HasAllThatTheInventorySaysOfTheWay) {
    Host host;
    host.name = "ws1";
    host.address = "192.0.2.7";
    host.port = 2022;
    host.user = "ops";
    host.private_key_file = "/keys/ops";
    host.password_file = "/run/secrets/ops";
    host.transport = "openssh";
    host.jump = "gate";

    const Endpoint endpoint = endpoint_of(host);

    EXPECT_EQ(endpoint.name, "ws1");
    EXPECT_EQ(endpoint.address, "192.0.2.7");
    EXPECT_EQ(endpoint.port, 2022);
    EXPECT_EQ(endpoint.user, "ops");
    EXPECT_EQ(endpoint.private_key_file, "/keys/ops");
    EXPECT_EQ(endpoint.password_file, "/run/secrets/ops");
    EXPECT_EQ(endpoint.connection, "ssh");
    EXPECT_EQ(endpoint.transport, "openssh");
    EXPECT_EQ(endpoint.jump, "gate");
}

TEST(EndpointOfAHost, LeavesOpenWhatTheInventoryLeavesOpen) {
    Host host;
    host.transport = "auto";

    const Endpoint endpoint = endpoint_of(host);

    EXPECT_EQ(endpoint.port, 0);
    EXPECT_EQ(endpoint.transport, "");
}

TEST(EndpointOfAHost, FindsFilesBelowTheHomeOfTheUser) {
    Host host;
    host.private_key_file = "~/.ssh/push";
    host.password_file = "~other/file";

    const Endpoint endpoint = endpoint_of(host);

    EXPECT_EQ(endpoint.private_key_file, std::getenv("HOME") + std::string("/.ssh/push"));
    EXPECT_EQ(endpoint.password_file, "~other/file");
}

}  // namespace
}  // namespace clientpush
