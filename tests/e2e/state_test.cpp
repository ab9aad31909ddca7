// Who may write to a state, and which state this program understands.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <csignal>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class StateOfAPush : public testing::Test {
protected:
    RunningProgram push_that_hangs() {
        desk.hold_installers();
        RunningProgram push = desk.start({"push", "-f", "1"});
        EXPECT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));
        return push;
    }

    Fleet fleet{{"one", "two"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST(State, OfANewerVersionIsLeftAlone) {
    const Desk desk({"one"});
    ASSERT_EQ(desk.run({"cutover", "ABC", "--waive", "one", "--why", "scrapped"}).status, 4);
    SQLite::Database(desk / "state/state.db", SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");

    expect_golden("newer_state.expected",
                  desk.transcript({"push"}) + desk.transcript({"status"}) + desk.transcript({"plan"}));
}

TEST_F(StateOfAPush, IsNotSharedWithASecondController) {
    RunningProgram first = push_that_hangs();

    const std::string second = desk.transcript({"push", "-l", "two"});

    expect_golden("second_controller.expected", second);
    for (const char* client : {"one", "two"}) desk.release_installer(fleet, client);
    EXPECT_EQ(first.wait().status, 0);
    EXPECT_EQ(fleet.starts("two"), 1);
}

TEST_F(StateOfAPush, IsReadWhileThePushRuns) {
    RunningProgram first = push_that_hangs();

    const nlohmann::json status = desk.json({"status"});

    EXPECT_EQ(status.at("run").at("state"), "open");
    EXPECT_EQ(status.at("hosts").at(0).at("state"), "running");
    EXPECT_EQ(status.at("hosts").at(1).at("state"), "queued");
    for (const char* client : {"one", "two"}) desk.release_installer(fleet, client);
    EXPECT_EQ(first.wait().status, 0);
}

TEST_F(StateOfAPush, OfAControllerThatDiedSaysThatNobodyExecutesTheRun) {
    RunningProgram first = push_that_hangs();
    const std::string during = desk.run({"status"}).err;
    first.signal(SIGKILL);
    first.wait();

    const std::string after = desk.run({"status"}).err;

    EXPECT_EQ(during, "");
    EXPECT_EQ(after, "clientpush: run 1 is open, and nobody is executing it; go on: clientpush resume 1\n");
}

TEST_F(StateOfAPush, RefusesAnotherPushWhileARunIsOpenAndNamesResumeAndCancel) {
    RunningProgram first = push_that_hangs();
    first.signal(SIGKILL);
    first.wait();

    expect_golden("another_push.expected", desk.transcript({"push", "-l", "two"}));

    EXPECT_EQ(fleet.connections("two"), 0);
}

}  // namespace
}  // namespace clientpush
