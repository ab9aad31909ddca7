#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/detached.hpp>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "sides.h"
#include "support/cancel.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/run_loop.h"

namespace clientpush {
namespace {

/// What every Transport promises, tried on each of them.
template <typename Side>
class TransportContract : public testing::Test {
protected:
    CommandResult run(Command command) {
        return run_loop(loop_, run_on(&side_.transport, side_.endpoint, std::move(command)));
    }

    void put(const std::string& path, std::string_view data, std::uint64_t offset = 0) {
        run_loop(loop_, put_on(&side_.transport, side_.endpoint, path, data, offset));
    }

    std::string in_folder(const std::string& name) const { return (side_.folder / name).string(); }

    static asio::awaitable<CommandResult> run_on(Transport* transport, Endpoint endpoint, Command command) {
        const auto connection = co_await transport->connect(endpoint);
        co_return co_await connection->run(std::move(command));
    }

    static asio::awaitable<bool> put_on(Transport* transport, Endpoint endpoint, std::string path,
                                        std::string_view data, std::uint64_t offset) {
        const auto connection = co_await transport->connect(endpoint);
        co_await connection->put(path, data, offset);
        co_return true;
    }

    static asio::awaitable<void> run_and_forget(Transport* transport, Endpoint endpoint, Command command) {
        co_await run_on(transport, endpoint, std::move(command));
    }

    asio::io_context loop_;  ///< outlives the threads of a side
    Side side_;
};

/// A file that this user may not write. Root may write nearly everywhere, but not to these.
std::string forbidden_file(const std::string& scratch_folder) {
    std::filesystem::create_directory(scratch_folder);
    ::chmod(scratch_folder.c_str(), 0500);
    for (const std::string& file : {scratch_folder + "/file", std::string("/proc/sys/kernel/ostype"),
                                    std::string("/sys/kernel/notes")}) {
        const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0 && errno == EACCES) return file;
        if (fd >= 0) ::close(fd);
    }
    return {};
}

using Sides = testing::Types<SshSide, LanesSide, OpensshSide, LocalSide>;

TYPED_TEST_SUITE(TransportContract, Sides, SideNames);

TYPED_TEST(TransportContract, CommandGivesItsOutputErrorsAndStatus) {
    const CommandResult result = this->run({.line = "echo out; echo err >&2; exit 3", .input = ""});

    EXPECT_EQ(result.out, "out\n");
    EXPECT_EQ(result.err, "err\n");
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(result.signal, "");
    EXPECT_FALSE(result.cut);
}

TYPED_TEST(TransportContract, CommandReadsItsInputToTheEnd) {
    const std::string input = pattern(3'000'000);

    const CommandResult result = this->run({.line = "cat", .input = input, .output_limit = 4'000'000});

    EXPECT_EQ(result.status, 0);
    EXPECT_TRUE(result.out == input) << result.out.size() << " bytes came back";
}

TYPED_TEST(TransportContract, CommandWithoutInputSeesItsEndAtOnce) {
    const CommandResult result = this->run({.line = "cat; echo ended", .input = ""});

    EXPECT_EQ(result.out, "ended\n");
}

TYPED_TEST(TransportContract, CommandThatDoesNotReadItsInputEndsAllTheSame) {
    const CommandResult result = this->run({.line = "exit 5", .input = pattern(5'000'000)});

    EXPECT_EQ(result.status, 5);
}

TYPED_TEST(TransportContract, CommandThatClosesItsOutputStillGetsItsInputAndGivesItsStatus) {
    const std::string file = this->in_folder("received");
    const std::string input = pattern(3'000'000);

    const CommandResult result =
        this->run({.line = "exec >/dev/null 2>/dev/null; cat > '" + file + "'; exit 7", .input = input});

    EXPECT_EQ(result.status, 7);
    EXPECT_TRUE(read_text(file) == input);
}

TYPED_TEST(TransportContract, OutputBeyondTheLimitIsReadAndDropped) {
    const CommandResult result =
        this->run({.line = "head -c 20000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 4",
                   .input = "",
                   .output_limit = 1000});

    EXPECT_EQ(result.out.size(), 1000u);
    EXPECT_EQ(result.err.size(), 1000u);
    EXPECT_TRUE(result.cut);
    EXPECT_EQ(result.status, 4);
}

TYPED_TEST(TransportContract, OutputOfExactlyTheLimitIsNotCut) {
    const CommandResult result = this->run({.line = "printf 12345", .input = "", .output_limit = 5});

    EXPECT_EQ(result.out, "12345");
    EXPECT_FALSE(result.cut);
}

TYPED_TEST(TransportContract, SignalThatEndsACommandIsNamedInsteadOfAStatus) {
    const CommandResult result = this->run({.line = "kill -KILL $$", .input = ""});

    EXPECT_EQ(result.status, std::nullopt);
    EXPECT_EQ(result.signal, TypeParam::tells_signals ? "KILL" : "");
}

TYPED_TEST(TransportContract, ShellExplainsACommandThatIsNotThere) {
    const CommandResult result = this->run({.line = "no-such-program-here", .input = ""});

    EXPECT_EQ(result.status, 127);
    EXPECT_NE(result.err.find("no-such-program-here"), std::string::npos);
}

TYPED_TEST(TransportContract, OneConnectionServesManyCallsInTurn) {
    if (!TypeParam::can_put) GTEST_SKIP() << "this transport puts no files";
    const std::string file = this->in_folder("file");
    const auto work = [](Transport* transport, Endpoint endpoint,
                         std::string path) -> asio::awaitable<std::string> {
        const auto connection = co_await transport->connect(endpoint);
        std::string seen;
        for (const std::string& text : {std::string("one"), std::string("two"), std::string("three")}) {
            co_await connection->put(path, text, 0);
            Command command{.line = "cat '" + path + "'", .input = ""};
            const CommandResult result = co_await connection->run(std::move(command));
            seen += result.out + ' ';
        }
        co_return seen;
    };

    EXPECT_EQ(run_loop(this->loop_, work(&this->side_.transport, this->side_.endpoint, file)),
              "one two three ");
}

TYPED_TEST(TransportContract, OneConnectionRunsManyCommandsInTurn) {
    const auto work = [](Transport* transport, Endpoint endpoint) -> asio::awaitable<std::string> {
        const auto connection = co_await transport->connect(endpoint);
        std::string seen;
        for (const std::string text : {"one", "two", "three"}) {
            Command command{.line = "cat; echo .", .input = text};
            const CommandResult result = co_await connection->run(std::move(command));
            seen += result.out;
        }
        co_return seen;
    };

    EXPECT_EQ(run_loop(this->loop_, work(&this->side_.transport, this->side_.endpoint)),
              "one.\ntwo.\nthree.\n");
}

TYPED_TEST(TransportContract, OneThatPutsNoFilesSaysSo) {
    if (TypeParam::can_put) GTEST_SKIP() << "this transport puts files";

    const Error error = error_of([&] { this->put(this->in_folder("file"), "data"); });

    EXPECT_EQ(error.reason(), "no-sftp");
    EXPECT_FALSE(std::filesystem::exists(this->in_folder("file")));
}

TYPED_TEST(TransportContract, FileArrivesWholeAndPrivate) {
    if (!TypeParam::can_put) GTEST_SKIP() << "this transport puts no files";
    const std::string data = pattern(3'000'000);

    this->put(this->in_folder("file"), data);

    struct stat facts = {};
    ASSERT_EQ(::stat(this->in_folder("file").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    EXPECT_TRUE(read_text(this->in_folder("file")) == data);
}

TYPED_TEST(TransportContract, FileContinuesFromAnOffsetAndIsNeverCutShort) {
    if (!TypeParam::can_put) GTEST_SKIP() << "this transport puts no files";
    write_text(this->in_folder("file"), "0123456789");

    this->put(this->in_folder("file"), "ABC", 4);

    EXPECT_EQ(read_text(this->in_folder("file")), "0123ABC789");
}

TYPED_TEST(TransportContract, EmptyFileIsMade) {
    if (!TypeParam::can_put) GTEST_SKIP() << "this transport puts no files";
    this->put(this->in_folder("empty"), "");

    EXPECT_TRUE(std::filesystem::exists(this->in_folder("empty")));
}

TYPED_TEST(TransportContract, FileInAFolderThatIsNotThereIsARemoteError) {
    if (!TypeParam::can_put) GTEST_SKIP() << "this transport puts no files";
    const Error error = error_of([&] { this->put(this->in_folder("no/such/folder/file"), "data"); });

    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_EQ(error.reason(), "remote-io");
    EXPECT_NE(std::string(error.what()).find("no/such/folder/file"), std::string::npos);
}

TYPED_TEST(TransportContract, FileWhereThisUserMayNotWriteIsPermissionDenied) {
    if (!TypeParam::can_put) GTEST_SKIP() << "this transport puts no files";
    const std::string forbidden = forbidden_file(this->in_folder("locked"));
    if (forbidden.empty()) GTEST_SKIP() << "this user may write everywhere";

    const Error error = error_of([&] { this->put(forbidden, "data"); });

    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_EQ(error.reason(), "permission-denied");
}

TYPED_TEST(TransportContract, ConnectionIsUsableAfterARemoteError) {
    if (!TypeParam::can_put) GTEST_SKIP() << "this transport puts no files";
    const auto work = [](Transport* transport, Endpoint endpoint,
                         std::string folder) -> asio::awaitable<std::string> {
        const auto connection = co_await transport->connect(endpoint);
        bool refused = false;
        try {
            co_await connection->put(folder + "/no/folder/file", "data", 0);
        } catch (const Error&) {
            refused = true;
        }
        co_await connection->put(folder + "/file", "data", 0);
        Command command{.line = "cat '" + folder + "/file'", .input = ""};
        CommandResult result = co_await connection->run(std::move(command));
        co_return refused ? result.out : std::string("not refused");
    };

    EXPECT_EQ(run_loop(this->loop_, work(&this->side_.transport, this->side_.endpoint,
                                         this->side_.folder.path().string())),
              "data");
}

TYPED_TEST(TransportContract, CancelledCommandEndsAtOnce) {
    const std::string marker = this->in_folder("pid");
    Command endless{.line = "echo $$ > '" + marker + "'; exec sleep 1000", .input = ""};
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };

    EXPECT_TRUE(ends_when_cancelled(
        [&] { return pid() > 0; },
        this->run_and_forget(&this->side_.transport, this->side_.endpoint, std::move(endless))));

    ::kill(pid(), SIGKILL);  // over SSH nobody else does
}

TYPED_TEST(TransportContract, CancelledCommandThatStillGetsInputEndsAtOnce) {
    const std::string marker = this->in_folder("pid");
    Command deaf{.line = "echo $$ > '" + marker + "'; exec sleep 1000", .input = pattern(20'000'000)};
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };

    EXPECT_TRUE(ends_when_cancelled(
        [&] { return pid() > 0; },
        this->run_and_forget(&this->side_.transport, this->side_.endpoint, std::move(deaf))));

    ::kill(pid(), SIGKILL);
}

using LocalTransport = TransportContract<LocalSide>;

TEST_F(LocalTransport, KillsTheWholeGroupOfACancelledCommand) {
    const std::string marker = in_folder("pid");
    Command family{.line = "sleep 1000 & echo $! > '" + marker + "'; wait", .input = ""};
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };

    EXPECT_TRUE(ends_when_cancelled([&] { return pid() > 0; },
                                    run_and_forget(&side_.transport, side_.endpoint, std::move(family))));

    run_loop([](pid_t child) -> asio::awaitable<bool> {
        co_await until([child] { return is_gone(child); });
        co_return true;
    }(pid()));
    EXPECT_TRUE(is_gone(pid()));
}

TEST_F(LocalTransport, LoopThatIsGivenUpTakesARunningCommandWithIt) {
    const std::string marker = in_folder("pid");
    Command endless{.line = "echo $$ > '" + marker + "'; exec sleep 1000", .input = ""};
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };
    {
        asio::io_context loop;
        asio::co_spawn(loop, run_and_forget(&side_.transport, side_.endpoint, std::move(endless)),
                       asio::detached);
        asio::co_spawn(loop, until([&] { return pid() > 0; }), [&](std::exception_ptr) { loop.stop(); });
        loop.run();
    }

    EXPECT_TRUE(is_gone(pid()));
}

/// What every child of this process gets, whoever starts it: descriptors that are not close-on-exec.
std::set<int> inherited_by_everybody() {
    std::set<int> descriptors = {0, 1, 2};
    for (int fd = 3; fd < 1024; ++fd) {
        const int flags = ::fcntl(fd, F_GETFD);
        if (flags >= 0 && (flags & FD_CLOEXEC) == 0) descriptors.insert(fd);
    }
    return descriptors;
}

TEST_F(LocalTransport, GivesAChildNoDescriptorOfOurs) {
    std::set<int> allowed = inherited_by_everybody();
    int folder = 3;  // the shell reads the folder through the first descriptor that is free
    while (allowed.contains(folder)) ++folder;
    allowed.insert(folder);
    const auto work = [](Transport* here, Endpoint local, Transport* there,
                         Endpoint remote) -> asio::awaitable<CommandResult> {
        const auto held = co_await there->connect(remote);
        const auto connection = co_await here->connect(local);
        Command list{.line = "for fd in /proc/self/fd/*; do echo ${fd##*/}; done", .input = ""};
        co_return co_await connection->run(std::move(list));
    };
    SshSide ssh;

    const CommandResult result =
        run_loop(work(&side_.transport, side_.endpoint, &ssh.transport, ssh.endpoint));

    std::istringstream listed(result.out);
    const std::set<int> seen{std::istream_iterator<int>(listed), std::istream_iterator<int>()};
    EXPECT_TRUE(seen.contains(0) && seen.contains(1) && seen.contains(2)) << result.out;
    EXPECT_TRUE(std::includes(allowed.begin(), allowed.end(), seen.begin(), seen.end())) << result.out;
}

TEST_F(LocalTransport, RunsAndWritesInItsOwnFolder) {
    put("relative", "data");
    const CommandResult result = run({.line = "pwd; cat relative", .input = ""});

    EXPECT_EQ(result.out, side_.folder.path().string() + "\ndata");
}

}  // namespace
}  // namespace clientpush
