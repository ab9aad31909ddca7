#include "push/remote.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace clientpush {
namespace {

const std::string nonce = "00112233445566778899aabbccddeeff";

Answer read(const std::string& lines) {
    return read_answer(lines + "finished=yes\n" + answer_end(nonce), nonce);
}

Look look(const std::string& lines) {
    return read_look(read(lines));
}

TEST(RemoteAnswer, IsNotBelievedWhenTheFunctionDidNotComeToItsEnd) {
    const Error error = error_of([] { read_answer("http=80\n" + answer_end(nonce), nonce); });

    EXPECT_EQ(error.reason(), "no-trailer");
    EXPECT_EQ(error.kind(), Error::Kind::lost);
}

TEST(RemoteAnswer, AnErrorIsToldEvenWhenTheShellEndedWithIt) {
    EXPECT_EQ(error_of([] { read_answer("error=disk-full\n" + answer_end(nonce), nonce); }).reason(),
              "disk-full");
}

TEST(RemoteAnswer, ErrorsOfTheRunnerHaveTheirReasonAndCure) {
    const std::vector<std::pair<std::string, std::string>> errors = {
        {"cannot-create /var/lib/x", "permission-denied"},
        {"not-ours /var/lib/x", "folder-not-ours"},
        {"disk-full", "disk-full"},
        {"digest-mismatch setup.sh: FAILED", "digest-mismatch"},
        {"payload-missing", "digest-mismatch"},
        {"fenced 12", "fenced"},
        {"payload-moved setup.sh", "payload-moved"},
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
