#include "ssh/jump_spec.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace clientpush::ssh {
namespace {

TEST(JumpSpec, NamesUserHostAndPortOfEachAndTheWayToIt) {
    const auto hops = jump_hosts_of("ops@bastion:2222,inner");

    ASSERT_EQ(hops.size(), 2u);
    EXPECT_EQ(hops[0].name, "bastion");
    EXPECT_EQ(hops[0].address, "bastion");
    EXPECT_EQ(hops[0].user, "ops");
    EXPECT_EQ(hops[0].port, 2222);
    EXPECT_EQ(hops[0].jump, "");
    EXPECT_EQ(hops[1].name, "inner");
    EXPECT_EQ(hops[1].user, "");
    EXPECT_EQ(hops[1].port, 0);
    EXPECT_EQ(hops[1].jump, "ops@bastion:2222");
}

TEST(JumpSpec, ThatIsEmptyOrNoneNamesNobody) {
    EXPECT_TRUE(jump_hosts_of("").empty());
    EXPECT_TRUE(jump_hosts_of("none").empty());
}

TEST(JumpSpec, KeepsTheColonsOfAnAddress) {
    EXPECT_EQ(jump_hosts_of("fe80::1")[0].address, "fe80::1");
    EXPECT_EQ(jump_hosts_of("[fe80::1]")[0].address, "fe80::1");
    EXPECT_EQ(jump_hosts_of("me@[fe80::1]:2222")[0].address, "fe80::1");
    EXPECT_EQ(jump_hosts_of("me@[fe80::1]:2222")[0].port, 2222);
}

TEST(JumpSpec, ThatIsMalformedIsRefused) {
    for (const char* spec : {"a,", ",a", "a,,b", "@a", "a:", "a:0", "a:65536", "a:ssh", "-oProxyCommand=x",
                             "a b", "user@", "[a", "ssh://a/"}) {
        const Error error = error_of([&] { jump_hosts_of(spec); });

        EXPECT_EQ(error.reason(), "jump-malformed") << spec;
        EXPECT_EQ(error.kind(), Error::Kind::usage) << spec;
    }
}

}  // namespace
}  // namespace clientpush::ssh
