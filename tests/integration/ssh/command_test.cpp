#include <gtest/gtest.h>
#include <signal.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "rig.h"

namespace clientpush {
namespace {

TEST(Sessions, TwentyAtOnceEachGetTheirOwnAnswer) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    asio::io_context loop;
    std::vector<std::future<CommandResult>> results;
    for (int i = 0; i < 20; ++i) {
        Command command{.line = "cat; exit " + std::to_string(i),
                        .input = std::string(100'000, 'x') + std::to_string(i)};
        results.push_back(
            asio::co_spawn(loop, run_on(&transport, sshd.endpoint(), std::move(command)), asio::use_future));
    }

    loop.run();

    for (int i = 0; i < 20; ++i) {
        const CommandResult result = results[static_cast<std::size_t>(i)].get();
        EXPECT_EQ(result.status, i);
        EXPECT_EQ(result.out.substr(100'000), std::to_string(i));
    }
}

TEST(Command, OnAHostWhoseSshdIsKilledIsLost) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    Command suicide{.line = "kill -9 $PPID; sleep 30", .input = ""};

    const Error error = error_of([&] { run_loop(run_on(&transport, sshd.endpoint(), std::move(suicide))); });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "connection-lost");
    EXPECT_TRUE(says(error.what(), "target")) << error.what();
}

TEST(Command, AfterTheConnectionBrokeIsLostAtOnce) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    const auto work = [](Transport* over, Endpoint endpoint) -> asio::awaitable<int> {
        const auto connection = co_await over->connect(endpoint);
        int lost = 0;
        for (const char* line : {"kill -9 $PPID", "echo still here"}) {
            Command command{.line = line, .input = ""};
            try {
                co_await connection->run(std::move(command));
            } catch (const Error& error) {
                if (error.kind() == Error::Kind::lost) ++lost;
            }
        }
        co_return lost;
    };

    EXPECT_EQ(run_loop(work(&transport, sshd.endpoint())), 2);
}

TEST(Command, WhereTheHostAllowsNoSessionsIsRefused) {
    const Sshd sshd({.host_keys = {"ed25519"}, .lines = {"MaxSessions 0"}});
    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    const Error error = refusal(transport, sshd.endpoint());

    EXPECT_EQ(error.kind(), Error::Kind::refused);
    EXPECT_EQ(error.reason(), "no-exec");
}

TEST(Command, WhoseChildrenRedirectTheirOutputDoesNotWaitForThem) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));
    Command detaching{.line = "setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $!", .input = ""};

    const CommandResult result = run_loop(run_on(&transport, sshd.endpoint(), std::move(detaching)));

    const pid_t child = std::atoi(result.out.c_str());
    ASSERT_GT(child, 0);
    EXPECT_EQ(::kill(child, 0), 0) << "it goes on after us";
    ::kill(child, SIGKILL);
}

}  // namespace
}  // namespace clientpush
