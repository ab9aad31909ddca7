#include <gtest/gtest.h>

#include "push/host_job.h"
#include "support/push_world.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

/// A client whose way to the new port closes while its installer runs.
class RollBack : public testing::Test {
protected:
    RollBack() {
        world.add("ws", 1);
        world.playbook.rollback = true;
        host().installer.closes = PushWorld::new_http;
    }

    FakeHost& host() { return world.fleet.host("ws1"); }
    Outcome push() { return world.push_one(world.job("ws1")); }

    PushWorld world;
};

TEST_F(RollBack, GivesTheOldPortsBackToAClientThatLostItsManagementPoint) {
    const Outcome outcome = push();

    EXPECT_EQ(to_text(outcome.state), "failed");
    EXPECT_EQ(outcome.reason, "rolled-back");
    EXPECT_EQ(
        outcome.detail,
        "on HTTP 8080, HTTPS 443 it did not reach its management point; it has HTTP 80, HTTPS 443 back, and "
        "reaches it. Open the way, then retry");
    EXPECT_EQ(host().http, PushWorld::old_http);
    EXPECT_EQ(outcome.record->seen.http, PushWorld::old_http);
    EXPECT_EQ(host().starts.size(), 2U);
    for (const Attempt& attempt : world.store.attempts_on("ws1"))
        EXPECT_EQ(attempt.state, AttemptState::finished) << attempt.http;
}

TEST_F(RollBack, IsDoneOnlyWhereThePlaybookSaysSo) {
    world.playbook.rollback = false;

    EXPECT_EQ(push().reason, "management-point-not-reached");
    EXPECT_EQ(host().http, PushWorld::new_http);
}

TEST_F(RollBack, IsNotForAClientThatReachedNobodyBefore) {
    host().ways[PushWorld::old_http] = "refused";

    EXPECT_EQ(push().reason, "management-point-not-reached");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(RollBack, IsNotForAProfileThatCannotSwitch) {
    world.profile.light.reset();

    EXPECT_EQ(push().reason, "management-point-not-reached");
    EXPECT_EQ(host().starts.size(), 1U);
}

TEST_F(RollBack, ThatFailsIsToldWithBothReasons) {
    host().next = {host().installer, {.code = 3, .applies = false}};

    const Outcome outcome = push();

    EXPECT_EQ(outcome.reason, "rollback-failed");
    EXPECT_TRUE(
        outcome.detail.find("HTTP 80, HTTPS 443 could not be given back: the installer ended with code 3") !=
        std::string::npos)
        << outcome.detail;
}

TEST_F(RollBack, OverALineThatBreaksNeverCallsTheOldPortsManaged) {
    for (int call = 1; call <= 12; ++call)
        for (const Fault fault : {Fault::drop_before, Fault::drop_after}) {
            PushWorld broken;
            broken.add("ws", 1);
            broken.playbook.rollback = true;
            FakeHost& host = broken.fleet.host("ws1");
            host.installer.closes = PushWorld::new_http;
            broken.fleet["ws1"].faults[call] = fault;

            const Outcome outcome = broken.push_one(broken.job("ws1"));

            EXPECT_NE(to_text(outcome.state), "managed") << "call " << call;
            if (outcome.reason == "rolled-back") {
                EXPECT_EQ(host.http, PushWorld::old_http) << "call " << call;
            }
        }
}

}  // namespace
}  // namespace clientpush
