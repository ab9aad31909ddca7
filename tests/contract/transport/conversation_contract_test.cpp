#include <signal.h>

#include "support/ask.h"
#include "support/cancel.h"
#include "support/errors.h"
#include "support/files.h"
#include "transport_contract.h"

namespace clientpush {
namespace {

/// What every conversation promises.
template <typename Side>
class ConversationContract : public TransportContract<Side> {};

using Sides = testing::Types<SshSide, LanesSide, OpensshSide, LocalSide>;
TYPED_TEST_SUITE(ConversationContract, Sides, SideNames);

TYPED_TEST(ConversationContract, AnswersInTurns) {
    const std::string heard = this->with("exec sh -c 'while read -r word; do echo \"you said $word\"; done'",
                                         [](Conversation* host) -> asio::awaitable<std::string> {
                                             std::string answers;
                                             for (const std::string word : {"one\n", "two\n", "three\n"}) {
                                                 co_await host->say(word);
                                                 answers += co_await host->hear("\n", plenty);
                                             }
                                             co_return answers;
                                         });

    EXPECT_EQ(heard, "you said one\nyou said two\nyou said three\n");
}

TYPED_TEST(ConversationContract, EveryByteValueTravelsBothWaysAtOnce) {
    const std::string bytes = pattern(3'000'000);

    const std::string heard = this->with("cat", [&bytes](Conversation* host) -> asio::awaitable<std::string> {
        co_await host->say(bytes);
        co_await host->say("the end");
        co_return co_await host->hear("the end", plenty);
    });

    EXPECT_TRUE(heard == bytes + "the end") << heard.size() << " bytes came back";
}

TYPED_TEST(ConversationContract, TwoAnswersThatArriveTogetherAreHeardOneByOne) {
    const std::string heard =
        this->with("echo first; echo second; cat", [](Conversation* host) -> asio::awaitable<std::string> {
            const std::string first = co_await host->hear("first\n", plenty);
            const std::string second = co_await host->hear("\n", plenty);
            co_return first + "|" + second;
        });

    EXPECT_EQ(heard, "first\n|second\n");
}

TYPED_TEST(ConversationContract, OfAnAnswerBeyondTheLimitTheBeginningIsDropped) {
    const std::string heard = this->with("head -c 3000000 /dev/zero | tr '\\0' a; echo bcd; echo next; cat",
                                         [](Conversation* host) -> asio::awaitable<std::string> {
                                             const std::string first = co_await host->hear("\n", 10);
                                             const std::string second = co_await host->hear("\n", 10);
                                             co_return first + second;
                                         });

    EXPECT_EQ(heard, "aaaaaaabcd\nnext\n");
}

TYPED_TEST(ConversationContract, CommandThatBreaksOffIsQuoted) {
    const Error error = error_of([&] { this->with("echo half; echo 'no such disk' >&2; exit 3", hear_out); });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "no-trailer");
    EXPECT_NE(std::string(error.what()).find("no such disk"), std::string::npos) << error.what();
}

TYPED_TEST(ConversationContract, CommandThatFailsWithoutAWordIsTakenForAMissingShell) {
    const Error error = error_of([&] { this->with("echo 'what is sh?' >&2; exit 9", hear_out); });

    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_EQ(error.reason(), "no-shell");
    EXPECT_NE(std::string(error.what()).find("what is sh?"), std::string::npos) << error.what();
}

TYPED_TEST(ConversationContract, ShellExplainsAProgramThatIsNotThere) {
    const Error error = error_of([&] { this->with("no-such-program-here", hear_out); });

    EXPECT_EQ(error.reason(), "no-shell");
    EXPECT_NE(std::string(error.what()).find("exit 127"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("no-such-program-here"), std::string::npos) << error.what();
}

TYPED_TEST(ConversationContract, CommandThatASignalEndsIsNotTakenForAMissingShell) {
    const Error error = error_of([&] { this->with("kill -KILL $$", hear_out); });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "no-trailer");
}

TYPED_TEST(ConversationContract, WordsToACommandThatHasGoneAreLostQuietly) {
    const std::string bytes = pattern(5'000'000);

    const Error error = error_of([&] {
        this->with("echo begun; echo 'I am off' >&2; exit 3",
                   [&bytes](Conversation* host) -> asio::awaitable<std::string> {
                       co_await host->say(bytes);
                       co_return co_await hear_out(host);
                   });
    });

    EXPECT_EQ(error.reason(), "no-trailer");
    EXPECT_NE(std::string(error.what()).find("I am off"), std::string::npos) << error.what();
}

TYPED_TEST(ConversationContract, CommandThatEndsInTheMiddleOfItsInputEndsTheConversation) {
    const std::string bytes = pattern(5'000'000);

    const Error error = error_of([&] {
        this->with("head -c 100000 >/dev/null; echo bye >&2",
                   [&bytes](Conversation* host) -> asio::awaitable<std::string> {
                       co_await host->say(bytes);
                       co_return co_await hear_out(host);
                   });
    });

    EXPECT_EQ(error.reason(), "no-trailer");
}

TYPED_TEST(ConversationContract, CommandThatReadsNothingIsHeardAllTheSame) {
    const std::string heard =
        this->with("echo hello; exec sleep 1000", [](Conversation* host) -> asio::awaitable<std::string> {
            co_await host->say("nobody reads this");
            co_return co_await host->hear("\n", plenty);
        });

    EXPECT_EQ(heard, "hello\n");
}

TYPED_TEST(ConversationContract, TextThatIsPrintedBeforeTheInputIsReadDoesNotStopIt) {
    const std::string bytes = pattern(3'000'000) + "\nstop\n";

    const std::string heard =
        this->with("head -c 5000000 /dev/zero; head -c 4000000 /dev/zero >&2; head -c 3000006 | wc -c",
                   [&bytes](Conversation* host) -> asio::awaitable<std::string> {
                       co_await host->say(bytes);
                       const std::string text = co_await host->hear("3000006\n", 8);
                       co_return text;
                   });

    EXPECT_TRUE(heard.ends_with("3000006\n"));
}

TYPED_TEST(ConversationContract, CommandThatClosesItsOutputStillGetsItsInput) {
    const std::string file = this->in_folder("received");
    const std::string bytes = pattern(3'000'000);

    const Error error = error_of([&] {
        this->with("exec >/dev/null 2>/dev/null; head -c 3000000 > '" + file + "'; exit 7",
                   [&bytes](Conversation* host) -> asio::awaitable<std::string> {
                       co_await host->say(bytes);
                       co_return co_await hear_out(host);
                   });
    });

    EXPECT_NE(std::string(error.what()).find("exit 7"), std::string::npos) << error.what();
    EXPECT_TRUE(read_text(file) == bytes);
}

TYPED_TEST(ConversationContract, CommandFindsItsInputEndedWhenNobodyTalksAnyMore) {
    const std::string marker = this->in_folder("ended");

    this->with("cat; echo ended > '" + marker + "'", [](Conversation* host) -> asio::awaitable<std::string> {
        co_await host->say("one\n");
        co_return co_await host->hear("\n", plenty);
    });

    if (std::is_same_v<TypeParam, LocalSide>) GTEST_SKIP() << "it is killed there";
    run_loop([](std::string file) -> asio::awaitable<bool> {
        std::function<bool()> ended = [file] { return read_text(file) == "ended\n"; };
        co_await until(ended);
        co_return true;
    }(marker));
    EXPECT_EQ(read_text(marker), "ended\n");
}

TYPED_TEST(ConversationContract, OneConnectionHoldsManyInTurn) {
    const auto work = [](Transport* transport, Endpoint endpoint) -> asio::awaitable<std::string> {
        const auto connection = co_await transport->connect(endpoint);
        std::string seen;
        for (const std::string text : {"one", "two", "three"}) {
            const Said said =
                co_await ask(connection.get(), "head -c " + std::to_string(text.size()) + "; echo .", text);
            seen += said.out;
        }
        co_return seen;
    };

    EXPECT_EQ(run_loop(this->loop_, work(&this->side_.transport, this->side_.endpoint)),
              "one.\ntwo.\nthree.\n");
}

TYPED_TEST(ConversationContract, ManyConnectionsWorkAtOnce) {
    constexpr int many = 8;
    int ended = 0;
    std::string seen;
    for (int i = 0; i < many; ++i)
        asio::co_spawn(this->loop_, ask(&this->side_.transport, this->side_.endpoint, "echo out; false"),
                       [&](std::exception_ptr failure, Said said) {
                           ++ended;
                           seen += failure ? "failed\n" : said.out;
                       });
    while (ended<many&& this->loop_.run_one()> 0) {
    }

    EXPECT_EQ(seen, "out\nout\nout\nout\nout\nout\nout\nout\n");
}

TYPED_TEST(ConversationContract, CancelledBeforeItBeganEndsAtOnce) {
    EXPECT_TRUE(ends_when_cancelled(
        [] { return true; },
        this->talk_and_forget(&this->side_.transport, this->side_.endpoint, "exec sleep 1000", hear_out)));
}

TYPED_TEST(ConversationContract, CancelledConversationEndsAtOnce) {
    const std::string marker = this->in_folder("pid");
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };

    EXPECT_TRUE(ends_when_cancelled([&] { return pid() > 0; },
                                    this->talk_and_forget(&this->side_.transport, this->side_.endpoint,
                                                          "echo $$ > '" + marker + "'; exec cat", hear_out)));

    run_loop([](pid_t command) -> asio::awaitable<bool> {
        co_await until([command] { return is_gone(command); });
        co_return true;
    }(pid()));
    EXPECT_TRUE(is_gone(pid()));
}

TYPED_TEST(ConversationContract, CancelledWordsEndAtOnce) {
    const std::string marker = this->in_folder("pid");
    const std::string bytes = pattern(20'000'000);
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };

    EXPECT_TRUE(ends_when_cancelled(
        [&] { return pid() > 0; },
        this->talk_and_forget(&this->side_.transport, this->side_.endpoint,
                              "echo $$ > '" + marker + "'; exec sleep 1000",
                              [&bytes](Conversation* host) -> asio::awaitable<std::string> {
                                  co_await host->say(bytes);
                                  co_return co_await hear_out(host);
                              })));

    ::kill(pid(), SIGKILL);  // over SSH nobody else does
}

}  // namespace
}  // namespace clientpush
