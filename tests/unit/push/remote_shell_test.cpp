// The shell on a host, run by each kind of sh that hosts have.
#include <gtest/gtest.h>

#include "push/remote.h"
#include "support/child.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

const std::string token = "0123456789abcdef0123456789abcdef";
const std::string nonce = "00112233445566778899aabbccddeeff";

std::string call(const std::string& function, const RemoteValues& values = {}) {
    return shell_call(token, nonce, function, values);
}

std::string finished(const std::string& out) {
    return out + "finished=yes\n" + answer_end(nonce);
}

class RemoteShellOn : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        if (run_child({"sh", "-c", "command -v " + first_word()}).exit_code != 0)
            GTEST_SKIP() << "there is no " << first_word() << " here";
        std::filesystem::create_directory(folder_ / "bin");
        write_text(folder_ / "bin/sh", "#!/bin/sh\nexec " + GetParam() + " \"$@\"\n");
        std::filesystem::permissions(folder_ / "bin/sh", std::filesystem::perms::owner_all);
    }

    /// What a host with this shell prints when all of this is said to it.
    std::string said(const std::string& text, const std::string& before = "") {
        const auto input = write_text(folder_ / "input", text);
        return run_child({"/bin/sh", "-c",
                          before + "PATH='" + (folder_ / "bin").string() + "':$PATH; (" +
                              std::string(shell_line()) + ") < '" + input.string() + "'"})
            .output;
    }

    std::string talk(const std::string& calls, const std::string& before = "") {
        return said(shell_opening(token) + calls, before);
    }

    RemoteValues receive(const std::string& data, std::size_t offset = 0) const {
        return {{"directory", (folder_ / "ours").string()},
                {"package", "p"},
                {"file", "setup"},
                {"offset", std::to_string(offset)},
                {"size", std::to_string(data.size())},
                {"guess", "no"}};
    }

    std::filesystem::path received() const { return folder_ / "ours/incoming/p/setup"; }

    TempDir folder_;

private:
    static std::string first_word() { return GetParam().substr(0, GetParam().find(' ')); }
};

INSTANTIATE_TEST_SUITE_P(Shells, RemoteShellOn, testing::Values("dash", "bash", "busybox sh"),
                         [](const auto& shell) { return shell.param.substr(0, shell.param.find(' ')); });

TEST_P(RemoteShellOn, ValuesArriveAsTheyWereAndAreNeverCode) {
    const std::string canary = (folder_ / "canary").string();
    const std::vector<std::string> nasty = {
        "",
        "plain",
        "it's",
        "'; touch " + canary + "; '",
        "$(touch " + canary + ")",
        "`touch " + canary + "`",
        "a\nb\n",
        "\n",
        "x=1\ny=2",
        "\\",
        "\\'",
        "'\\''",
        "\"$HOME\"",
        "*?[a-z]~",
        "# not a comment",
        "-n -e \\t",
        "tab\there",
        "\x01\x7f\xc3\xa9\xff",
        "clientpush-end " + nonce,
        token + " " + nonce + " 5",
        std::string(100'000, '\''),
    };
    std::string calls, expected;
    for (const std::string& value : nasty) {
        calls += call("printf 'got<%s>' \"$value\"", {{"value", value}});
        expected += finished("got<" + value + ">");
    }

    const std::string out = talk(calls);

    EXPECT_EQ(out, expected);
    EXPECT_FALSE(std::filesystem::exists(canary));
}

TEST_P(RemoteShellOn, CallsDoNotSeeEachOther) {
    const std::string out = talk(call("say seen \"$site\"; cd /; site=other", {{"site", "ABC"}}) +
                                 call("say seen \"$site\"; [ \"$PWD\" != / ] || say moved yes"));

    EXPECT_EQ(out, finished("seen=ABC\n") + finished("seen=\n"));
}

TEST_P(RemoteShellOn, ACallThatEatsItsInputGetsNone) {
    const std::string out = talk(call("cat; say first done") + call("say second done"));

    EXPECT_EQ(out, finished("first=done\n") + finished("second=done\n"));
}

TEST_P(RemoteShellOn, ACallThatIsKilledIsNotFinishedAndTheNextOneIs) {
    const std::string out = talk(call("say first begun; sh -c 'kill -9 $PPID'") + call("say second done"));

    EXPECT_NE(out.find("first=begun\n" + answer_end(nonce)), std::string::npos) << out;
    EXPECT_TRUE(out.ends_with(finished("second=done\n"))) << out;
}

TEST_P(RemoteShellOn, APayloadArrivesByteForByteAndTheNextCallIsUnderstood) {
    std::string data;
    for (std::size_t i = 0; i < 200'003; ++i) data += static_cast<char>(i * 7 + (i >> 8));

    const std::string out = talk(call("receive", receive(data)) + data + call("say next done"));

    EXPECT_EQ(out, finished("received=setup\n") + finished("next=done\n"));
    EXPECT_EQ(read_text(received()), data);
}

TEST_P(RemoteShellOn, APayloadGoesOnWhereItBrokeOff) {
    const std::string all(70'000, 'x');
    const std::string rest = all.substr(66'000);

    const std::string out = talk(call("receive", receive(all.substr(0, 66'000))) + all.substr(0, 66'000) +
                                 call("receive", receive(rest, 66'000)) + rest);

    EXPECT_EQ(out, finished("received=setup\n") + finished("received=setup\n"));
    EXPECT_EQ(read_text(received()), all);
}

TEST_P(RemoteShellOn, AGuessThatIsNeedlessIsThrownAwayAndTheNextCallIsUnderstood) {
    const std::string data(100'000, 'x');
    RemoteValues guess = receive(data);
    guess["guess"] = "yes";

    const std::string out =
        talk(call("receive", guess) + data + call("receive", guess) + data + call("say next done"));

    EXPECT_EQ(out, finished("received=setup\n") + finished("skipped=setup\n") + finished("next=done\n"));
    EXPECT_EQ(read_text(received()), data);
}

TEST_P(RemoteShellOn, APayloadThatSomebodyElseMovedIsRefusedAndNoneOfItIsRun) {
    const std::string canary = (folder_ / "canary").string();
    const std::string data = call("touch " + canary);

    const std::string out = talk(call("receive", receive(data, 10)) + data);

    EXPECT_NE(out.find("error=payload-moved setup"), std::string::npos) << out;
    EXPECT_FALSE(std::filesystem::exists(canary));
}

TEST_P(RemoteShellOn, AFullDiskIsToldAndTheRestOfThePayloadIsNotRun) {
    const std::string canary = (folder_ / "canary").string();
    std::string data(300'000, '\n');
    while (data.size() < 600'000) data += call("touch " + canary);

    const std::string out = talk(call("receive", receive(data)) + data, "trap '' XFSZ; ulimit -f 300; ");

    EXPECT_EQ(out, "error=disk-full\n" + answer_end(nonce));
    EXPECT_FALSE(std::filesystem::exists(canary));
}

TEST_P(RemoteShellOn, ALinkThatBreaksInMidPayloadLeavesItForTheNextTry) {
    const std::string data(100'000, 'x');

    const std::string out = talk(call("receive", receive(data)) + data.substr(0, 80'000));

    EXPECT_NE(out.find("error="), std::string::npos) << out;
    EXPECT_EQ(read_text(received()), data.substr(0, 80'000));
}

TEST_P(RemoteShellOn, ATextWithoutTheTokenIsNotRun) {
    const std::string canary = (folder_ / "canary").string();
    const std::string stranger = shell_call(std::string(32, '0'), nonce, "touch " + canary, {});

    const std::string out = talk(stranger + call("say next done"));

    EXPECT_EQ(out, "");
    EXPECT_FALSE(std::filesystem::exists(canary));
}

TEST_P(RemoteShellOn, AnOpeningThatBreaksOffAnywhereRunsNothing) {
    const std::string whole = shell_opening(token);
    for (std::size_t size = 0; size < whole.size(); size += 391) {
        const std::string out = said(whole.substr(0, size));

        EXPECT_EQ(out, "") << "after " << size << " bytes";
    }
    EXPECT_FALSE(std::filesystem::exists(folder_ / "ours"));
}

TEST_P(RemoteShellOn, TheRunnerLooksAtARealMachine) {
    const std::string out = talk(call("look", {{"directory", (folder_ / "ours").string()},
                                               {"package", "p"},
                                               {"attempt", "0a"},
                                               {"state_id", "s"},
                                               {"fence", "1"},
                                               {"profile_look", "say http 8080; say installed yes"}}));

    const Look seen = read_look(read_answer(out, nonce));

    EXPECT_EQ(seen.http, 8080);
    EXPECT_TRUE(seen.installed);
    EXPECT_EQ(seen.attempt, OnHost::absent);
    EXPECT_FALSE(seen.staged);
    EXPECT_GT(seen.free_bytes.value_or(0), 0U);
}

TEST(RemoteCall, AValueWithANulByteIsRefused) {
    EXPECT_EQ(error_of([] { call("look", {{"site", std::string("A\0B", 3)}}); }).reason(), "render-refused");
}

}  // namespace
}  // namespace clientpush
