#include "transport_contract.h"

#include <signal.h>

#include "support/cancel.h"
#include "support/files.h"

namespace clientpush {
namespace {

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

TYPED_TEST(TransportContract, ManyConnectionsWorkAtOnce) {
    constexpr int many = 8;
    int ended = 0;
    std::string seen;
    for (int i = 0; i < many; ++i) {
        Command command{.line = "echo out; false", .input = ""};
        asio::co_spawn(this->loop_,
                       this->run_on(&this->side_.transport, this->side_.endpoint, std::move(command)),
                       [&](std::exception_ptr failure, CommandResult result) {
                           ++ended;
                           seen += failure ? "failed\n" : result.out;
                       });
    }
    while (ended<many&& this->loop_.run_one()> 0) {
    }

    EXPECT_EQ(seen, "out\nout\nout\nout\nout\nout\nout\nout\n");
}

TYPED_TEST(TransportContract, CancelledBeforeItBeganEndsAtOnce) {
    EXPECT_TRUE(ends_when_cancelled([] { return true; },
                                    this->run_and_forget(&this->side_.transport, this->side_.endpoint,
                                                         {.line = "exec sleep 1000", .input = ""})));
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

}  // namespace
}  // namespace clientpush
