// A host restarts while its installer runs.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class HostThatRestarts : public testing::Test {
protected:
    /// A push in the middle of whose installer the host goes down and comes up again.
    Output push_through_a_restart() {
        desk.write("playbook.yml",
                   "name: test\nretry: {unreachable: {first: 1s, factor: 1, max: 1s, give_up: 1h}}\n");
        desk.hold_installers();
        RunningProgram push = desk.start({"push", "playbook.yml", "--wait", "10m"});
        EXPECT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));
        fleet.reboot("one");
        desk.release_installer(fleet, "one");
        return push.wait();
    }

    Fleet fleet{{"one"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one"}};
};

TEST_F(HostThatRestarts, InMidInstallIsInstalledAgainWhereTheProfileSaysThatThisIsSafe) {
    const Output push = push_through_a_restart();

    EXPECT_EQ(push.status, 0) << push.out << push.err;
    EXPECT_EQ(desk.states().at("one"), "managed (proved)");
    EXPECT_EQ(fleet.starts("one"), 2);
    EXPECT_EQ(desk.attempts("one"), 2);
}

TEST_F(HostThatRestarts, InMidInstallIsLookedAtAndLeftAloneWhereItIsNot) {
    desk.replace("payload/demo-client/profile.yml", "deadline: 5m\n  rerun_safe: true",
                 "deadline: 5m\n  rerun_safe: false");

    const Output push = push_through_a_restart();

    EXPECT_EQ(push.status, 4) << push.out << push.err;
    EXPECT_EQ(desk.states().at("one"), "unknown (rebooted-during-install)");
    EXPECT_EQ(fleet.starts("one"), 1);
    EXPECT_EQ(desk.attempts("one"), 1);
}

}  // namespace
}  // namespace clientpush
