#include "local/process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>
#include <cstdlib>

#include "support/cancel.h"
#include "support/files.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace clientpush::local {
namespace {

ProcessStart shell(const std::string& line) {
    ProcessStart start;
    start.program = "/bin/sh";
    start.arguments = {"-c", line};
    start.directory = "/";
    return start;
}

bool is_gone(pid_t pid) {
    return ::kill(pid, 0) != 0 && errno == ESRCH;
}

class Process : public testing::Test {
protected:
    TempDir folder_;
};

TEST_F(Process, OneThatLeavesAChildWithItsOutputBehindIsReportedAndTheChildKilled) {
    const std::string marker = (folder_ / "pid").string();

    const ProcessEnd end =
        run_loop(run_process(shell("echo done; sleep 1000 & echo $! > '" + marker + "'; exit 3")));

    EXPECT_EQ(end.status, 3);
    EXPECT_EQ(end.out, "done\n");
    EXPECT_TRUE(end.left_behind);
    const pid_t child = std::atoi(read_text(marker).c_str());
    ASSERT_GT(child, 0);
    run_loop([](pid_t pid) -> asio::awaitable<bool> {
        co_await until([pid] { return is_gone(pid); });
        co_return true;
    }(child));
    EXPECT_TRUE(is_gone(child));
}

TEST_F(Process, ChildThatHasClosedItsOutputMayLiveOn) {
    const std::string marker = (folder_ / "pid").string();

    const ProcessEnd end = run_loop(
        run_process(shell("sleep 1000 </dev/null >/dev/null 2>&1 & echo $! > '" + marker + "'; echo done")));

    EXPECT_EQ(end.out, "done\n");
    EXPECT_FALSE(end.left_behind);
    const pid_t child = std::atoi(read_text(marker).c_str());
    ASSERT_GT(child, 0);
    EXPECT_EQ(::kill(child, SIGKILL), 0);
}

TEST_F(Process, EverythingThatWasPrintedBeforeTheEndIsKept) {
    ProcessStart start = shell("head -c 300000 /dev/zero; sleep 1000 & exit 0");
    start.output_limit = 400'000;

    const ProcessEnd end = run_loop(run_process(std::move(start)));

    EXPECT_EQ(end.out.size(), 300'000u);
    EXPECT_TRUE(end.left_behind);
}

TEST_F(Process, FloodIsEndedAtTheLimitWhenAskedFor) {
    ProcessStart start = shell("exec cat /dev/zero");
    start.output_limit = 1'000'000;
    start.end_at_limit = true;

    const ProcessEnd end = run_loop(run_process(std::move(start)));

    EXPECT_TRUE(end.cut);
    EXPECT_EQ(end.out.size(), 1'000'000u);
    EXPECT_EQ(end.signal, "KILL");
}

TEST_F(Process, OutputOfExactlyTheLimitIsNoFlood) {
    ProcessStart start = shell("head -c 1000000 /dev/zero");
    start.output_limit = 1'000'000;
    start.end_at_limit = true;

    const ProcessEnd end = run_loop(run_process(std::move(start)));

    EXPECT_FALSE(end.cut);
    EXPECT_EQ(end.status, 0);
}

}  // namespace
}  // namespace clientpush::local
