#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <boost/asio/detached.hpp>
#include <iterator>
#include <set>
#include <sstream>

#include "support/ask.h"
#include "support/cancel.h"
#include "support/files.h"
#include "transport_contract.h"

namespace clientpush {
namespace {

using LocalTransport = TransportContract<LocalSide>;

TEST_F(LocalTransport, KillsTheWholeGroupOfACancelledCommand) {
    const std::string marker = in_folder("pid");
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };

    EXPECT_TRUE(
        ends_when_cancelled([&] { return pid() > 0; },
                            talk_and_forget(&side_.transport, side_.endpoint,
                                            "sleep 1000 & echo $! > '" + marker + "'; wait", hear_out)));

    run_loop([](pid_t child) -> asio::awaitable<bool> {
        co_await until([child] { return is_gone(child); });
        co_return true;
    }(pid()));
    EXPECT_TRUE(is_gone(pid()));
}

TEST_F(LocalTransport, LoopThatIsGivenUpTakesARunningCommandWithIt) {
    const std::string marker = in_folder("pid");
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };
    {
        asio::io_context loop;
        asio::co_spawn(loop,
                       talk_and_forget(&side_.transport, side_.endpoint,
                                       "echo $$ > '" + marker + "'; exec sleep 1000", hear_out),
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
                         Endpoint remote) -> asio::awaitable<Said> {
        const auto held = co_await there->connect(remote);
        const auto connection = co_await here->connect(local);
        co_return co_await ask(connection.get(), "for fd in /proc/self/fd/*; do echo ${fd##*/}; done");
    };
    SshSide ssh;

    const std::string out =
        run_loop(work(&side_.transport, side_.endpoint, &ssh.transport, ssh.endpoint)).out;

    std::istringstream listed(out);
    const std::set<int> seen{std::istream_iterator<int>(listed), std::istream_iterator<int>()};
    EXPECT_TRUE(seen.contains(0) && seen.contains(1) && seen.contains(2)) << out;
    EXPECT_TRUE(std::includes(allowed.begin(), allowed.end(), seen.begin(), seen.end())) << out;
}

TEST_F(LocalTransport, RunsAndWritesInItsOwnFolder) {
    put("relative", "data");
    const Said said = run_loop(loop_, ask(&side_.transport, side_.endpoint, "pwd; cat relative"));

    EXPECT_EQ(said.out, side_.folder.path().string() + "\ndata");
}

}  // namespace
}  // namespace clientpush
