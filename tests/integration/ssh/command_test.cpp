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
    std::vector<std::future<Said>> results;
    for (int i = 0; i < 20; ++i) {
        const std::string input = std::string(100'000, 'x') + std::to_string(i);
        const std::string line = "head -c " + std::to_string(input.size()) + "; exit " + std::to_string(i);
        results.push_back(
            asio::co_spawn(loop, ask(&transport, sshd.endpoint(), line, input), asio::use_future));
    }

    loop.run();

    for (int i = 0; i < 20; ++i) {
        const Said said = results[static_cast<std::size_t>(i)].get();
        EXPECT_EQ(said.status, i);
        EXPECT_EQ(said.out.substr(100'000), std::to_string(i));
    }
}

TEST(Command, OnAHostWhoseSshdIsKilledIsLost) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    const Error error =
        error_of([&] { run_loop(ask(&transport, sshd.endpoint(), "kill -9 $PPID; sleep 30")); });

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
            try {
                co_await ask(connection.get(), line);
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

TEST(Command, MayLeaveAChildThatGoesOnAfterUs) {
    const Sshd sshd;
    ssh::SshTransport transport(trusting(sshd.known_hosts()));

    const Said said =
        run_loop(ask(&transport, sshd.endpoint(), "setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $!"));

    const pid_t child = std::atoi(said.out.c_str());
    ASSERT_GT(child, 0);
    EXPECT_EQ(::kill(child, 0), 0) << "it goes on after us";
    ::kill(child, SIGKILL);
}

}  // namespace
}  // namespace clientpush
