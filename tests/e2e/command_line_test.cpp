// Wrong command lines: exit 5, with a cure.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

class CommandLine : public testing::Test {
protected:
    void expect_refusal(const std::vector<std::string>& words, const std::string& what,
                        const std::string& cure) {
        const Output output = desk.run(words);

        EXPECT_EQ(output.status, 5);
        EXPECT_EQ(output.out, "");
        EXPECT_NE(output.err.find(what), std::string::npos) << output.err;
        EXPECT_NE(output.err.find(cure), std::string::npos) << output.err;
        EXPECT_FALSE(fs::exists(desk / "state"));
    }

    Desk desk{{"one"}};
};

TEST_F(CommandLine, WithoutACommandNamesHelp) {
    expect_refusal({}, "A subcommand is required", "--help");
}

TEST_F(CommandLine, AnUnknownCommandNamesTheNearestOne) {
    expect_refusal({"pushh"}, "unknown command `pushh`", "did you mean `push`?");
    expect_refusal({"frobnicate"}, "unknown command `frobnicate`", "--help");
}

TEST_F(CommandLine, AMissingArgumentIsNamed) {
    expect_refusal({"cutover"}, "site is required", "--help");
}

TEST_F(CommandLine, AnUnknownOptionNamesHelp) {
    expect_refusal({"push", "--frobnicate"}, "--frobnicate", "--help");
}

TEST_F(CommandLine, AMissingInventoryFileIsNamed) {
    expect_refusal({"plan", "-i", "nowhere.yml"}, "nowhere.yml", "to fix it:");
}

TEST_F(CommandLine, NoInventoryAtAllNamesTheWaysToGiveOne) {
    fs::remove_all(desk / "inventory");
    desk.write("clientpush.yml", "profile: demo-client\n");

    expect_refusal({"plan"}, "no inventory was given", "-i FILE");
}

TEST_F(CommandLine, ANonsensicalSetShowsTheSyntax) {
    expect_refusal({"plan", "--set", "ABC.http=eighty"}, "ABC.http=eighty", "SITE.http=8080");
    expect_refusal({"plan", "--set", "nonsense"}, "nonsense", "SITE.http=8080");
}

TEST_F(CommandLine, ASetThatContradictsItselfIsRefused) {
    expect_refusal({"plan", "--set", "ABC.http=443"}, "ABC", "to fix it:");
}

TEST_F(CommandLine, AnUnknownOutputFormatNamesTheFormats) {
    expect_refusal({"plan", "-o", "nonsense"}, "unknown output format `nonsense`", "table, json");
    expect_refusal({"push", "-o", "nonsense"}, "unknown output format `nonsense`", "table, json");
}

TEST_F(CommandLine, AnUnknownProfileNamesTheProfiles) {
    expect_refusal({"push", "--profile", "nonsense"}, "no profile `nonsense`",
                   "agent-config, ccmsetup, demo-client, linux-client, portswitch");
}

TEST_F(CommandLine, ANonsensicalTimeoutShowsTheSyntax) {
    expect_refusal({"push", "--connect-timeout", "soon"}, "not `soon`", "10s");
    expect_refusal({"push", "--connect-timeout", "0s"}, "not `0s`", "10s");
}

TEST_F(CommandLine, StatusBeforeTheFirstPushSaysWhatMakesAState) {
    expect_refusal({"status"}, "there is no state at", "clientpush push");
}

TEST_F(CommandLine, RetryOfAStateThatDoesNotExistNamesTheStates) {
    expect_refusal({"retry", "--only", "broken"}, "unknown state `broken`", "unreachable");
}

TEST_F(CommandLine, HelpAndVersionGoWell) {
    EXPECT_EQ(desk.run({"--version"}).status, 0);
    for (const char* command : {"plan", "push", "status", "report", "retry", "pause", "resume", "cancel",
                                "verify", "cutover", "inventory", "keys", "profile", "doctor"}) {
        const Output output = desk.run({command, "--help"});
        EXPECT_EQ(output.status, 0) << command;
        EXPECT_NE(output.out.find(command), std::string::npos) << output.out;
        EXPECT_EQ(output.err, "");
    }
}

TEST_F(CommandLine, HelpTellsTheExitCodesAndCommands) {
    expect_golden("help.expected", desk.transcript({"--help"}));
}

TEST_F(CommandLine, TheEnvironmentIsWeakerThanAFlag) {
    const Output output = desk.run({"plan", "-o", "json"}, {{"CLIENTPUSH_OUTPUT", "nonsense"}});

    EXPECT_EQ(output.status, 0) << output.err;
}

}  // namespace
}  // namespace clientpush
