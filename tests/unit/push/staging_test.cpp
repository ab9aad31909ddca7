#include "push/staging.h"

#include <gtest/gtest.h>

#include "support/push_world.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

TEST(Way, AShortLineTakesFilesAndALongOneTheShellsInput) {
    EXPECT_FALSE(through_input(100us, 5'000'000));
    EXPECT_TRUE(through_input(50ms, 5'000'000));
    EXPECT_TRUE(through_input(1ms, 10'000));
    EXPECT_FALSE(through_input(0us, 0));
}

TEST(Staging, APayloadGoesThroughTheShellsInputWhereThereIsNoOtherWay) {
    PushWorld world;
    world.add("ws", 2);
    world.fleet["ws1"].can_put = false;
    world.fleet["ws2"].round_trip = 300ms;

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 managed, ws2 managed");
    EXPECT_EQ(world.fleet.host("ws1").received(), world.payload_size());
    EXPECT_EQ(world.fleet.host("ws2").received(), world.payload_size());
}

TEST(Staging, AFullDiskBehindTheShellsInputIsFailed) {
    PushWorld world;
    world.add("ws", 1);
    world.fleet["ws1"].can_put = false;
    world.fleet["ws1"].faults[2] = Fault::disk_full;

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 failed");
    EXPECT_EQ(result.hosts.at(0).reason, "disk-full");
    EXPECT_EQ(world.fleet.starts(), 0U);
}

TEST(Staging, APayloadThroughTheShellsInputGoesOnWhereItBrokeOff) {
    PushWorld world;
    world.add("ws", 1);
    world.fleet["ws1"].can_put = false;
    world.fleet["ws1"].faults[2] = Fault::drop_after;

    const RunResult result = world.push();

    EXPECT_EQ(states_of(result.hosts), "ws1 managed");
    EXPECT_EQ(world.fleet.host("ws1").received(), world.payload_size());
}

/// A client at the end of a long line, of which nothing is known.
class Guess : public testing::Test {
protected:
    Guess() {
        world.add("ws", 1);
        machine().round_trip = 50ms;
    }

    FakeMachine& machine() { return world.fleet["ws1"]; }

    HostState push() {
        Job job = world.job("ws1");
        job.guess = true;
        return world.push_one(std::move(job)).state;
    }

    PushWorld world;
};

TEST_F(Guess, BringsThePayload) {
    EXPECT_EQ(push(), HostState::managed);

    EXPECT_EQ(machine().host.received(), world.payload_size());
    EXPECT_EQ(machine().logins, 1);
}

TEST_F(Guess, IsNotMadeOnAShortLine) {
    machine().round_trip = 100us;
    machine().host.http = PushWorld::new_http;

    EXPECT_EQ(push(), HostState::managed);
    EXPECT_EQ(machine().host.received(), 0U);
}

TEST_F(Guess, AHostThatIsRightAndHasNoRoomIsStillManaged) {
    machine().host.http = PushWorld::new_http;
    machine().faults[2] = Fault::disk_full;

    EXPECT_EQ(push(), HostState::managed);
    EXPECT_TRUE(machine().host.starts.empty());
}

TEST_F(Guess, ABlockedHostIsStillBlocked) {
    machine().host.ways[PushWorld::new_http] = "timeout";

    EXPECT_EQ(push(), HostState::blocked);
    EXPECT_TRUE(machine().host.starts.empty());
}

TEST_F(Guess, ThatBreaksOffIsGoneOnWith) {
    machine().faults[2] = Fault::drop_after;

    EXPECT_EQ(push(), HostState::managed);
    EXPECT_EQ(machine().host.starts.size(), 1U);
    EXPECT_EQ(machine().host.received(), world.payload_size());
}

}  // namespace
}  // namespace clientpush
