#include "push/remote.h"

#include <gtest/gtest.h>

#include "support/child.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

const std::string nonce = "00112233445566778899aabbccddeeff";

CommandResult answered(const std::string& lines) {
    CommandResult result;
    result.status = 0;
    result.out = lines + "\nclientpush-end " + nonce + "\n";
    return result;
}

Answer read(const std::string& lines) {
    return read_answer(answered(lines), nonce);
}

Look look(const std::string& lines) {
    return read_look(read(lines));
}

/// Runs a call as the host's login shell does; the input stands where the link would bring it.
CommandResult run_on_this_machine(const Command& command) {
    TempDir folder;
    const auto input = write_text(folder / "input", command.input);
    const ChildResult child = run_child({"sh", "-c", "(" + command.line + ") < '" + input.string() + "'"});
    CommandResult result;
    result.status = child.exit_code;
    result.out = child.output;
    return result;
}

TEST(RemoteCall, ItsLineIsConstant) {
    EXPECT_EQ(remote_call("look", {{"site", "A"}}, nonce).line,
              remote_call("push", {{"x", "$(y)"}}, "z").line);
}

TEST(RemoteCall, ValuesArriveAsTheyWereAndAreNeverCode) {
    TempDir folder;
    const std::string canary = (folder / "canary").string();
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
        std::string(100'000, '\''),
    };
    for (const std::string& value : nasty) {
        const Command command = remote_call("printf 'got<%s>' \"$value\"", {{"value", value}}, nonce);

        const CommandResult result = run_on_this_machine(command);

        EXPECT_EQ(result.out, "got<" + value + ">\nclientpush-end " + nonce + "\n");
    }
    EXPECT_FALSE(std::filesystem::exists(canary));
}

TEST(RemoteCall, AValueWithANulByteIsRefused) {
    EXPECT_EQ(error_of([] {
                  remote_call("look", {{"site", std::string("A\0B", 3)}}, nonce);
              }).reason(),
              "render-refused");
}

TEST(RemoteCall, TheRunnerLooksAtARealMachine) {
    TempDir folder;
    const Command command = remote_call("look",
                                        {{"directory", (folder / "ours").string()},
                                         {"package", "p"},
                                         {"attempt", "0a"},
                                         {"state_id", "s"},
                                         {"fence", "1"},
                                         {"profile_look", "say http 8080; say installed yes"}},
                                        nonce);

    const Look seen = read_look(read_answer(run_on_this_machine(command), nonce));

    EXPECT_EQ(seen.http, 8080);
    EXPECT_TRUE(seen.installed);
    EXPECT_EQ(seen.attempt, OnHost::absent);
    EXPECT_FALSE(seen.staged);
    EXPECT_GT(seen.free_bytes.value_or(0), 0U);
}

TEST(RemoteAnswer, IsNotBelievedWithoutItsTrailer) {
    CommandResult result;
    result.status = 0;
    for (const std::string& out :
         {std::string("http=80\n"), std::string(), "http=80\n\nclientpush-end " + nonce,
          "http=80\n\nclientpush-end " + std::string(32, '0') + "\n",
          "http=80\n\nclientpush-end " + nonce + "\nmore\n"}) {
        result.out = out;
        const Error error = error_of([&] { read_answer(result, nonce); });

        EXPECT_EQ(error.reason(), "no-trailer") << out;
        EXPECT_EQ(error.kind(), Error::Kind::lost);
    }
}

TEST(RemoteAnswer, AHostThatRunsNoShellSaysSo) {
    CommandResult result;
    result.status = 127;
    result.err = "This service allows sftp connections only.\x1b[2J\n";

    const Error error = error_of([&] { read_answer(result, nonce); });

    EXPECT_EQ(error.reason(), "no-shell");
    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_NE(std::string(error.what()).find("sftp connections only"), std::string::npos);
    EXPECT_EQ(std::string(error.what()).find('\x1b'), std::string::npos);
    EXPECT_FALSE(error.cure().empty());
}

TEST(RemoteAnswer, AStatusWithoutOutputIsALostOne) {
    CommandResult result;

    EXPECT_EQ(error_of([&] { read_answer(result, nonce); }).kind(), Error::Kind::lost);
}

TEST(RemoteAnswer, ErrorsOfTheRunnerHaveTheirReasonAndCure) {
    const std::vector<std::pair<std::string, std::string>> errors = {
        {"cannot-create /var/lib/x", "permission-denied"},
        {"not-ours /var/lib/x", "folder-not-ours"},
        {"disk-full", "disk-full"},
        {"digest-mismatch setup.sh: FAILED", "digest-mismatch"},
        {"payload-missing", "digest-mismatch"},
        {"fenced 12", "fenced"},
        {"busy 0a0b", "installer-running"},
        {"something new", "remote-failure"},
    };
    for (const auto& [line, reason] : errors) {
        const Error error = error_of([&, &said = line] { read("error=" + said + "\n"); });

        EXPECT_EQ(error.reason(), reason);
        EXPECT_EQ(error.kind(), Error::Kind::remote);
        EXPECT_FALSE(error.cure().empty()) << line;
    }
}

TEST(RemoteAnswer, AnErrorNamesWhatItIsAbout) {
    const Error error = error_of([] { read("error=cannot-create /var/lib/x\n"); });

    EXPECT_STREQ(error.what(), "cannot create /var/lib/x");
}

TEST(RemoteAnswer, WhatAnInstallerPrintsIsNeverTakenForTheRunner) {
    const Answer answer =
        read("status=done\noutput=http=9999\noutput=error=disk-full\noutput=clientpush-end " + nonce + "\n");

    EXPECT_EQ(answer.last("http"), "");
    EXPECT_EQ(answer.last("status"), "done");
    EXPECT_EQ(answer.output, "http=9999\nerror=disk-full\nclientpush-end " + nonce + "\n");
}

TEST(RemoteAnswer, BytesOfTheHostBecomePrintable) {
    const Answer answer = read(std::string("version=\x1b[31m\0z\xff\n", 16) +
                               "output=\x07"
                               "bell\n");

    EXPECT_EQ(answer.last("version").find('\x1b'), std::string::npos);
    EXPECT_EQ(answer.last("version").find('\0'), std::string::npos);
    EXPECT_EQ(answer.output.find('\x07'), std::string::npos);
}

TEST(RemoteAnswer, LinesWithoutANameAreNothing) {
    const Answer answer = read("noise\n=\n\n\nhttp\n");

    EXPECT_EQ(answer.last("http"), "");
    EXPECT_EQ(answer.last("noise"), "");
}

TEST(RemoteAnswer, TheLastLineOfANameCountsAndAllCanBeAsked) {
    const Answer answer = read("missing=flock\nmissing=setsid\nhttp=80\nhttp=81\n");

    EXPECT_EQ(answer.last("http"), "81");
    EXPECT_EQ(answer.all("missing"), (std::vector<std::string>{"flock", "setsid"}));
}

TEST(RemoteLook, ReadsEverythingThatAHostSays) {
    const Look seen = look(
        "machine_id=abc\nfree_kb=100\npart=5 setup.sh\npart=70 a b.sh\nattempt=0a\nstatus=done\nrc=3\n"
        "timed_out=yes\nother_attempt=0b\ninstalled=yes\nversion=1.2\nhttp=8080\nhttps=8443\nsite=007\n"
        "management_point=mp1\nagent=running\ninstaller=running\nreaches=no\nway_http=open\nway_https="
        "timeout\n");

    EXPECT_EQ(seen.machine_id, "abc");
    EXPECT_EQ(seen.free_bytes, 102'400U);
    EXPECT_EQ(seen.parts, (std::map<std::string, std::uint64_t>{{"setup.sh", 5}, {"a b.sh", 70}}));
    EXPECT_EQ(seen.attempt, OnHost::done);
    EXPECT_EQ(seen.exit_code, 3);
    EXPECT_TRUE(seen.timed_out);
    EXPECT_EQ(seen.other_attempt, "0b");
    EXPECT_TRUE(seen.installed);
    EXPECT_EQ(seen.version, "1.2");
    EXPECT_EQ(seen.http, 8080);
    EXPECT_EQ(seen.https, 8443);
    EXPECT_EQ(seen.site, "007");
    EXPECT_EQ(seen.management_point, "mp1");
    EXPECT_TRUE(seen.agent_running);
    EXPECT_TRUE(seen.installer_running);
    EXPECT_EQ(seen.reaches, false);
    EXPECT_EQ(seen.way_http, "open");
    EXPECT_EQ(seen.way_https, "timeout");
}

TEST(RemoteLook, AHostThatSaysNothingIsKnownForNothing) {
    const Look seen = look("");

    EXPECT_FALSE(seen.installed);
    EXPECT_FALSE(seen.http);
    EXPECT_FALSE(seen.attempt);
    EXPECT_FALSE(seen.reaches);
    EXPECT_FALSE(seen.free_bytes);
    EXPECT_FALSE(seen.agent_running);
}

TEST(RemoteLook, ValuesThatAreNotWhatTheyShouldBeCountAsAbsent) {
    for (const std::string port :
         {"0", "65536", "-1", "80x", " 80", "8e1", "0x50", "99999999999999999999", ""})
        EXPECT_FALSE(look("http=" + port + "\n").http) << port;
    for (const std::string kb : {"-1", "many", "99999999999999999999999999"})
        EXPECT_FALSE(look("free_kb=" + kb + "\n").free_bytes) << kb;
    EXPECT_FALSE(look("status=sideways\n").attempt);
    EXPECT_FALSE(look("reaches=maybe\n").reaches);
    EXPECT_TRUE(look("part=\npart=12\npart=x y\n").parts.empty());
}

TEST(RemoteLook, AnAttemptThatIsDoneWithoutAnExitCodeWasInterrupted) {
    EXPECT_EQ(look("status=done\n").attempt, OnHost::interrupted);
    EXPECT_EQ(look("status=done\nrc=99999999999\n").attempt, OnHost::interrupted);
}

TEST(RemoteLook, EveryStateOfAnAttemptIsKnown) {
    EXPECT_EQ(look("status=absent\n").attempt, OnHost::absent);
    EXPECT_EQ(look("status=running\n").attempt, OnHost::running);
    EXPECT_EQ(look("status=interrupted\n").attempt, OnHost::interrupted);
    EXPECT_EQ(look("status=rebooted\n").attempt, OnHost::rebooted);
}

}  // namespace
}  // namespace clientpush
