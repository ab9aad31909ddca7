#include "push/judgement.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/push_world.h"

namespace clientpush {
namespace {

class JudgementTest : public testing::Test {
protected:
    JudgementTest() {
        world.add("ws", 1);
        job = world.job("ws1");
        seen.machine_id = job.host.machine_id;
        seen.installed = seen.agent_running = true;
        seen.http = job.http;
        seen.https = job.https;
        seen.site = job.site;
        seen.free_bytes = 1'000'000'000;
        seen.reaches = true;
        seen.way_http = seen.way_https = "open";
    }

    PushWorld world;
    Job job;
    Look seen;
};

TEST_F(JudgementTest, AHostThatIsRightDiffersInNothing) {
    EXPECT_EQ(mismatch(seen, job).words, "");
}

TEST_F(JudgementTest, EveryDifferenceIsNamedWithBothValues) {
    Look other = seen;
    other.http = 80;
    EXPECT_EQ(mismatch(other, job).words, "its HTTP port is 80, not 8080");
    EXPECT_EQ(mismatch(other, job).reason, "ports-differ");
    other = seen;
    other.https.reset();
    EXPECT_EQ(mismatch(other, job).words, "its HTTPS port is not set, not 443");
    other = seen;
    other.site = "XYZ";
    EXPECT_EQ(mismatch(other, job).words, "its site is XYZ, not ABC");
    EXPECT_EQ(mismatch(other, job).reason, "site-differs");
    other = seen;
    other.agent_running = false;
    EXPECT_EQ(mismatch(other, job).words, "its agent is not running");
    EXPECT_EQ(mismatch(other, job).reason, "agent-stopped");
    other = seen;
    other.installed = false;
    EXPECT_EQ(mismatch(other, job).words, "no client is installed");
    EXPECT_EQ(mismatch(other, job).reason, "not-installed");
}

TEST_F(JudgementTest, AMereLookJudgesThePortThatTheClientUses) {
    job.look_only = true;
    seen.https = 8443;

    job.host.client.protocol = Protocol::http;
    EXPECT_EQ(mismatch(seen, job).words, "");
    job.host.client.protocol = Protocol::https;
    EXPECT_NE(mismatch(seen, job).words, "");
    job.host.client.protocol.reset();
    EXPECT_NE(mismatch(seen, job).words, "");
}

TEST_F(JudgementTest, NoWayToThePortOfItsProtocolIsBlocked) {
    seen.way_http = "timeout";

    const auto blocked = judge_way(seen, job);

    ASSERT_TRUE(blocked);
    EXPECT_EQ(blocked->state, HostState::blocked);
    EXPECT_EQ(blocked->reason, "no-way-to-management-point");
    EXPECT_NE(blocked->detail.find("mp1 port 8080 does not answer"), std::string::npos) << blocked->detail;
}

TEST_F(JudgementTest, ARefusedConnectionIsNoWayEither) {
    job.host.client.protocol = Protocol::https;
    seen.way_https = "refused";

    EXPECT_NE(judge_way(seen, job)->detail.find("port 443 refuses the connection"), std::string::npos);
}

TEST_F(JudgementTest, TheOtherProtocolsWayDoesNotMatter) {
    seen.way_https = "timeout";

    EXPECT_FALSE(judge_way(seen, job));
}

TEST_F(JudgementTest, WithoutAProtocolOneOpenWayIsEnough) {
    job.host.client.protocol.reset();
    seen.way_http = "timeout";

    EXPECT_FALSE(judge_way(seen, job));
    seen.way_https = "refused";
    EXPECT_TRUE(judge_way(seen, job));
}

TEST_F(JudgementTest, WhatTheHostCouldNotTellStopsNothing) {
    seen.way_http = "unknown";
    EXPECT_FALSE(judge_way(seen, job));
    seen.way_http = "";
    EXPECT_FALSE(judge_way(seen, job));
}

TEST_F(JudgementTest, ManagedMeansThatPortsMatchAndTheManagementPointIsReached) {
    EXPECT_EQ(judge_read_back(seen, job, true).state, HostState::managed);
    EXPECT_EQ(judge_read_back(seen, job, true).reason, "proved");
    EXPECT_EQ(judge_read_back(seen, job, false).reason, "already-right");
    job.look_only = true;
    EXPECT_EQ(judge_read_back(seen, job, false).reason, "verified");
}

TEST_F(JudgementTest, RightPortsWithoutAWayToTheManagementPointAreUnverified) {
    seen.reaches = false;

    EXPECT_EQ(judge_read_back(seen, job, true).state, HostState::unverified);
    EXPECT_EQ(judge_read_back(seen, job, true).reason, "management-point-not-reached");
}

TEST_F(JudgementTest, AnAgentThatCannotTellWhetherItReachesIsManagedByItsPorts) {
    seen.reaches.reset();

    EXPECT_EQ(judge_read_back(seen, job, true).state, HostState::managed);
}

TEST_F(JudgementTest, WrongPortsAreUnverified) {
    seen.http = 80;

    EXPECT_EQ(judge_read_back(seen, job, true).state, HostState::unverified);
    EXPECT_EQ(judge_read_back(seen, job, true).detail, "read back: its HTTP port is 80, not 8080");
}

TEST_F(JudgementTest, AHealthyClientOnTheIntranetIsSwitched) {
    seen.http = 80;

    EXPECT_EQ(choose_method(seen, job), "switch");
}

TEST_F(JudgementTest, EveryOtherClientIsInstalled) {
    const auto with = [&](auto change) {
        Look other = seen;
        change(other);
        return choose_method(other, job);
    };
    EXPECT_EQ(with([](Look& look) { look.installed = false; }), "install");
    EXPECT_EQ(with([](Look& look) { look.agent_running = false; }), "install");
    EXPECT_EQ(with([](Look& look) { look.site = "XYZ"; }), "install");
    EXPECT_EQ(with([](Look& look) { look.http.reset(); }), "install");
    job.host.client.location = Location::internet;
    EXPECT_EQ(choose_method(seen, job), "install");
}

TEST_F(JudgementTest, AMethodThatIsNotAllowedOrNotThereIsNotChosen) {
    job.methods.allow_switch = false;
    EXPECT_EQ(choose_method(seen, job), "install");
    job.methods.allow_install = false;
    EXPECT_EQ(choose_method(seen, job), "");
    job.methods.allow_switch = true;
    EXPECT_EQ(choose_method(seen, job), "switch");
    world.profile.light.reset();
    job.profile = std::make_shared<Profile>(world.profile);
    EXPECT_EQ(choose_method(seen, job), "");
}

TEST_F(JudgementTest, MethodsAreFoundByTheirNames) {
    EXPECT_EQ(method_named(*job.profile, "install"), &*job.profile->install);
    EXPECT_EQ(method_named(*job.profile, "switch"), &*job.profile->light);
    EXPECT_EQ(method_named(*job.profile, "bundle"), nullptr);
    EXPECT_EQ(method_named(*job.profile, ""), nullptr);
}

TEST_F(JudgementTest, AHostThatLacksAToolOrSpaceIsToldWhichAndHow) {
    Look other = seen;
    other.missing_tools = {"flock", "setsid"};
    const Error tools = error_of([&] { check_room(other, job); });
    EXPECT_EQ(tools.reason(), "tool-missing");
    EXPECT_STREQ(tools.what(), "the host has no flock, setsid");
    EXPECT_FALSE(tools.cure().empty());

    other = seen;
    other.free_bytes = 1000;
    EXPECT_EQ(error_of([&] { check_room(other, job); }).reason(), "disk-full");
    other.staged = true;
    EXPECT_EQ(error_of([&] { check_room(other, job); }).reason(), "no-error");
    other = seen;
    other.free_bytes.reset();
    EXPECT_EQ(error_of([&] { check_room(other, job); }).reason(), "no-error");
}

TEST_F(JudgementTest, TheWrongMachineIsRefused) {
    EXPECT_EQ(error_of([&] { check_identity(seen, job); }).reason(), "no-error");
    seen.machine_id = "";
    EXPECT_EQ(error_of([&] { check_identity(seen, job); }).kind(), Error::Kind::refused);
    seen.machine_id = "another";
    EXPECT_EQ(error_of([&] { check_identity(seen, job); }).reason(), "wrong-machine");
    job.host.machine_id = "";
    EXPECT_EQ(error_of([&] { check_identity(seen, job); }).reason(), "no-error");
}

TEST_F(JudgementTest, TheInventoryMayNameTheFolderOfOurFiles) {
    EXPECT_EQ(directory_of(job), "/var/lib/clientpush");
    job.host.directory = "/home/push/ours";
    EXPECT_EQ(directory_of(job), "/home/push/ours");
}

}  // namespace
}  // namespace clientpush
