// A plan is looked at in the morning and pushed in the evening: as it is, or not at all.
#include <gtest/gtest.h>

#include <csignal>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class SavedPlanFile : public testing::Test {
protected:
    SavedPlanFile() { EXPECT_EQ(desk.run({"plan", "--out", "week.plan", "-q"}).status, 0); }

    void expect_nothing_started() {
        for (const char* client : {"one", "two"}) EXPECT_EQ(fleet.connections(client), 0) << client;
    }

    Fleet fleet{{"one", "two"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST_F(SavedPlanFile, IsPushedAsItIs) {
    const Output pushed = desk.run({"push", "--plan", "week.plan"});

    EXPECT_EQ(pushed.status, 0) << pushed.err;
    EXPECT_EQ(desk.states(),
              (std::map<std::string, std::string>{{"one", "managed (proved)"}, {"two", "managed (proved)"}}));
}

TEST_F(SavedPlanFile, DoesNotHoldAnyMoreOnceItWasPushed) {
    desk.run({"push", "--plan", "week.plan"});

    const std::string again = desk.transcript({"push", "--plan", "week.plan"});

    expect_golden("plan_pushed_twice.expected", again);
}

TEST_F(SavedPlanFile, IsRefusedByNameOfWhatMoved) {
    desk.set("one", "color", "blue");
    desk.replace("inventory/clients.yml", "http: {default: 80}", "http: {default: 8080}");
    desk.write("payload/demo-client/install.sh", "exit 0\n");

    const std::string said = desk.transcript({"push", "--plan", "week.plan"});

    expect_golden("plan_moved.expected", said);
    expect_nothing_started();
}

TEST_F(SavedPlanFile, IsRefusedWhenItWasAltered) {
    desk.replace("week.plan", "\"wave\":1", "\"wave\":2");

    const Output pushed = desk.run({"push", "--plan", "week.plan"});

    EXPECT_EQ(pushed.status, 5);
    EXPECT_NE(pushed.err.find("is not as it was written"), std::string::npos) << pushed.err;
    expect_nothing_started();
}

TEST_F(SavedPlanFile, TakesNoOtherSelectionBesideIt) {
    EXPECT_EQ(desk.run({"push", "--plan", "week.plan", "-l", "one"}).status, 5);
    EXPECT_EQ(desk.run({"push", "--plan", "no.plan"}).status, 5);
    EXPECT_EQ(desk.run({"push", "--plan", "week.plan", "-e", "site=ABC"}).status, 5);
    EXPECT_EQ(desk.run({"push", "--plan", "week.plan", "--known-hosts", "other"}).status, 5);
    expect_nothing_started();
}

TEST_F(SavedPlanFile, ThatIsNotNamedIsNoBarePush) {
    for (const char* option : {"--plan", "--wait"})
        EXPECT_EQ(desk.run({"push", option, ""}).status, 5) << option;
    EXPECT_EQ(desk.run({"push", ""}).status, 5);
    for (const char* option : {"--to", "--stale-after", "--out", "--explain"})
        EXPECT_EQ(desk.run({"plan", option, ""}).status, 5) << option;
    expect_nothing_started();
}

TEST_F(SavedPlanFile, GoesOnAfterACrashWithoutAskingTheWorldAgain) {
    desk.hold_installers();
    ASSERT_EQ(desk.run({"plan", "--out", "held.plan", "-q"}).status, 0);
    RunningProgram first = desk.start({"push", "--plan", "held.plan"});
    ASSERT_TRUE(eventually([&] { return fleet.starts("one") == 1 && fleet.starts("two") == 1; }));
    first.signal(SIGKILL);
    first.wait();
    for (const char* client : {"one", "two"}) desk.release_installer(fleet, client);

    const Output second = desk.run({"push", "--plan", "held.plan"});

    EXPECT_EQ(second.status, 0) << second.err;
    for (const char* client : {"one", "two"}) EXPECT_EQ(desk.attempts(client), 1) << client;
}

TEST_F(SavedPlanFile, DoesNotGoOnWithAnotherPayload) {
    desk.hold_installers();
    ASSERT_EQ(desk.run({"plan", "--out", "held.plan", "-q", "-f", "1"}).status, 0);
    RunningProgram first = desk.start({"push", "--plan", "held.plan"});
    ASSERT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));
    first.signal(SIGKILL);
    first.wait();
    desk.release_installer(fleet, "one");
    desk.write("payload/demo-client/install.sh", "exit 0\n");

    const Output second = desk.run({"push", "--plan", "held.plan"});

    EXPECT_EQ(second.status, 5);
    EXPECT_NE(second.err.find("the payload"), std::string::npos) << second.err;
    EXPECT_EQ(fleet.starts("two"), 0);
}

}  // namespace
}  // namespace clientpush
