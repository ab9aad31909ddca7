#include "push/bandwidth.h"

#include <gtest/gtest.h>

#include "support/push_world.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

TEST(BandwidthText, IsANumberAndAUnit) {
    EXPECT_EQ(parse_bandwidth("500KB/s"), 500'000U);
    EXPECT_EQ(parse_bandwidth("200MB/s"), 200'000'000U);
    EXPECT_EQ(parse_bandwidth("1GB/s"), 1'000'000'000U);
    for (const char* wrong : {"", "0MB/s", "-1MB/s", "MB/s", "200", "200MB", "200 MB/s", "200mb/s", "1.5MB/s",
                              "99999999999999999999KB/s", "9999999GB/s"})
        EXPECT_EQ(parse_bandwidth(wrong), std::nullopt) << wrong;
}

TEST(Bandwidth, ARunNeverSendsMoreThanItsBandwidth) {
    PushWorld world;
    world.add("ws", 10);
    world.fleet["ws3"].can_put = false;
    world.playbook.limits.bandwidth = 1000;
    const Duration begun = world.clock.elapsed();

    const RunResult result = world.push();

    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(world.clock.elapsed() - begun).count();
    EXPECT_EQ(count_of(result.hosts, HostState::managed), 10);
    EXPECT_GE(seconds, static_cast<long>(9 * world.payload_size() / 1000));
}

}  // namespace
}  // namespace clientpush
