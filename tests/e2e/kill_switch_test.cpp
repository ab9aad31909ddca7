// Whoever may write beside the state can stop every push, also one that runs.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class KillSwitchFile : public testing::Test {
protected:
    Fleet fleet{{"one", "two"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST_F(KillSwitchFile, KeepsPushRetryAndResumeFromStarting) {
    std::filesystem::create_directory(desk / "state");
    desk.write("state/stop", "change freeze until Monday\x1b[2J\n");

    for (const char* verb : {"push", "retry", "resume"}) {
        const Output refused = desk.run({verb});
        EXPECT_EQ(refused.status, 5) << verb;
        EXPECT_NE(refused.err.find("change freeze until Monday"), std::string::npos) << refused.err;
        EXPECT_EQ(refused.err.find('\x1b'), std::string::npos) << refused.err;
    }
    EXPECT_EQ(fleet.connections("one") + fleet.connections("two"), 0);
    EXPECT_EQ(desk.run({"plan", "-q"}).status, 0) << "a dry run starts nothing anyway";
}

TEST_F(KillSwitchFile, HoldsARunBeforeItsNextStart) {
    desk.hold_installers();
    RunningProgram push = desk.start({"push", "-f", "1"});
    ASSERT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));

    desk.write("state/stop", "");
    for (const char* client : {"one", "two"}) desk.release_installer(fleet, client);
    ASSERT_TRUE(eventually([&] { return desk.json({"status"}).at("run").at("state") == "paused"; }));

    EXPECT_EQ(desk.states().at("one"), "managed (proved)");
    EXPECT_EQ(fleet.connections("two"), 0);
    std::filesystem::remove(desk / "state/stop");
    EXPECT_EQ(desk.run({"resume"}).status, 0);
    EXPECT_EQ(push.wait().status, 0);
    EXPECT_EQ(fleet.starts("one") + fleet.starts("two"), 2);
}

}  // namespace
}  // namespace clientpush
