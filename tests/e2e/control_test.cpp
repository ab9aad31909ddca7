// Ctrl-C, and orders from another terminal, while a push runs and while nobody runs it.
#include <gtest/gtest.h>

#include <csignal>

#include "e2e/desk.h"

namespace clientpush {
namespace {

/// A push of two hosts, one at a time, whose first installer waits until the test releases it.
class PushUnderControl : public testing::Test {
protected:
    RunningProgram push_that_waits() {
        desk.hold_installers();
        RunningProgram push = desk.start({"push", "-f", "1"});
        EXPECT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));
        return push;
    }

    void release_all() {
        for (const char* client : {"one", "two"}) desk.release_installer(fleet, client);
    }

    /// Both managed, each by one start.
    void expect_well_ended() {
        for (const char* client : {"one", "two"}) {
            EXPECT_EQ(desk.states().at(client).substr(0, 7), "managed");
            EXPECT_EQ(fleet.starts(client), 1);
            EXPECT_EQ(desk.attempts(client), 1);
        }
    }

    Fleet fleet{{"one", "two"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST_F(PushUnderControl, CtrlCFinishesWhatRunsAndNamesTheCommandThatGoesOn) {
    RunningProgram push = push_that_waits();

    push.signal(SIGINT);
    release_all();
    const Output output = push.wait();

    EXPECT_EQ(output.status, 130);
    expect_golden("interrupted_push.expected", desk.transcript({"push", "-f", "1"}, output));
    EXPECT_EQ(fleet.connections("two"), 0);
    EXPECT_EQ(desk.run({"resume"}).status, 0);
    expect_well_ended();
}

TEST_F(PushUnderControl, CtrlCTwiceLeavesAtOnceAndLosesNothing) {
    RunningProgram push = push_that_waits();

    push.signal(SIGINT);
    EXPECT_TRUE(eventually([&] {
        push.signal(SIGINT);
        return push.ended();
    }));
    const Output output = push.wait();

    EXPECT_EQ(output.status, 130);
    EXPECT_NE(output.err.find("clientpush resume"), std::string::npos) << output.err;
    release_all();
    EXPECT_EQ(desk.run({"push", "-f", "1"}).status, 0);
    expect_well_ended();
}

TEST_F(PushUnderControl, CancelFromAnotherTerminalLetsTheRunningInstallerEndAndStartsNoOther) {
    RunningProgram push = push_that_waits();

    const Output cancel = desk.run({"cancel"});
    release_all();
    const Output output = push.wait();

    EXPECT_EQ(cancel.status, 0) << cancel.err;
    EXPECT_EQ(cancel.out, "run 1 is cancelled\n");
    EXPECT_EQ(output.status, 4);
    EXPECT_EQ(desk.states(), (std::map<std::string, std::string>{{"one", "managed (proved)"},
                                                                 {"two", "cancelled (cancelled)"}}));
    EXPECT_EQ(fleet.connections("two"), 0);
}

TEST_F(PushUnderControl, PauseHoldsTheNextHostUntilResume) {
    RunningProgram push = push_that_waits();

    const Output pause = desk.run({"pause", "--why", "lunch"});
    release_all();

    EXPECT_EQ(pause.out, "run 1 is paused\n");
    EXPECT_TRUE(eventually([&] { return desk.states().at("one") == "managed (proved)"; }));
    const nlohmann::json status = desk.json({"status"});
    EXPECT_EQ(status.at("run").at("state"), "paused");
    EXPECT_EQ(status.at("run").at("reason"), "lunch");
    EXPECT_EQ(status.at("hosts").at(1).at("state"), "queued");
    EXPECT_EQ(fleet.connections("two"), 0);
    EXPECT_FALSE(push.ended());

    const Output resume = desk.run({"resume"});

    EXPECT_EQ(resume.out, "run 1 is open\n");
    EXPECT_EQ(push.wait().status, 0);
    expect_well_ended();
}

TEST_F(PushUnderControl, AnOrderForAnotherRunIsRefusedByTheOwner) {
    RunningProgram push = push_that_waits();

    const Output cancel = desk.run({"cancel", "7"});

    EXPECT_EQ(cancel.status, 5);
    EXPECT_NE(cancel.err.find("run 1 is being executed, not 7"), std::string::npos) << cancel.err;
    release_all();
    EXPECT_EQ(push.wait().status, 0);
}

TEST_F(PushUnderControl, CancelOfARunThatNobodyOwnsGuessesNothingAboutTheHostInTheMiddle) {
    RunningProgram push = push_that_waits();
    push.signal(SIGKILL);
    push.wait();

    const Output cancel = desk.run({"cancel", "1"});

    EXPECT_EQ(cancel.status, 0) << cancel.err;
    EXPECT_EQ(cancel.out, "run 1 is cancelled\n");
    EXPECT_EQ(desk.states(),
              (std::map<std::string, std::string>{{"one", "unknown (cancelled-in-mid-install)"},
                                                  {"two", "cancelled (cancelled)"}}));
    EXPECT_EQ(desk.run({"cancel", "1"}).status, 5);
    release_all();
    EXPECT_TRUE(eventually([&] { return desk.run({"verify", "-l", "one"}).status == 0; }));
    EXPECT_EQ(fleet.starts("one"), 1);
}

TEST_F(PushUnderControl, APausedRunThatNobodyOwnsGoesOnWithResume) {
    RunningProgram push = push_that_waits();
    push.signal(SIGKILL);
    push.wait();

    EXPECT_EQ(desk.run({"pause"}).out, "run 1 is paused\n");
    EXPECT_EQ(desk.run({"push", "-f", "1"}).status, 5);
    release_all();
    EXPECT_EQ(desk.run({"resume"}).status, 0);
    expect_well_ended();
}

TEST_F(PushUnderControl, ResumeUsesTheSourcesThatThePushWasGiven) {
    desk.hold_installers();
    desk.write("clientpush.yml", "state: state/state.db\n");
    RunningProgram push =
        desk.start({"push", "-f", "1", "-i", "inventory", "--known-hosts", "known_hosts", "--private-key",
                    "login_key", "--payload", "payload", "--profile", "demo-client"});
    EXPECT_TRUE(eventually([&] { return fleet.starts("one") == 1; }));
    push.signal(SIGKILL);
    push.wait();
    release_all();

    const Output resume = desk.run({"resume"});

    EXPECT_EQ(resume.status, 0) << resume.err;
    expect_well_ended();
}

}  // namespace
}  // namespace clientpush
