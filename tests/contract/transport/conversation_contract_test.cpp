#include <gtest/gtest.h>
#include <signal.h>

#include <functional>

#include "sides.h"
#include "support/cancel.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/run_loop.h"

namespace clientpush {
namespace {

constexpr std::size_t plenty = std::size_t{1} << 24;

/// What every conversation promises, tried on each Transport.
template <typename Side>
class ConversationContract : public testing::Test {
protected:
    using Talk = std::function<asio::awaitable<std::string>(Conversation*)>;

    /// What `talk` makes of a conversation with `line`.
    std::string with(const std::string& line, Talk talk) {
        return run_loop(loop_, talk_on(&side_.transport, side_.endpoint, line, std::move(talk)));
    }

    static asio::awaitable<std::string> talk_on(Transport* transport, Endpoint endpoint, std::string line,
                                                Talk talk) {
        const auto connection = co_await transport->connect(endpoint);
        const auto conversation = co_await connection->talk(line);
        co_return co_await talk(conversation.get());
    }

    static asio::awaitable<void> talk_and_forget(Transport* transport, Endpoint endpoint, std::string line,
                                                 Talk talk) {
        co_await talk_on(transport, endpoint, line, std::move(talk));
    }

    std::string in_folder(const std::string& name) const { return (side_.folder / name).string(); }

    asio::io_context loop_;  ///< outlives the threads of a side
    Side side_;
};

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
    const Error error = error_of([&] {
        this->with("echo half; echo 'no such disk' >&2; exit 3",
                   [](Conversation* host) { return host->hear("whole", plenty); });
    });

    EXPECT_EQ(error.kind(), Error::Kind::lost);
    EXPECT_EQ(error.reason(), "no-trailer");
    EXPECT_NE(std::string(error.what()).find("no such disk"), std::string::npos) << error.what();
}

TYPED_TEST(ConversationContract, CommandThatFailsWithoutAWordIsTakenForAMissingShell) {
    const Error error = error_of([&] {
        this->with("echo 'what is sh?' >&2; exit 9",
                   [](Conversation* host) { return host->hear("ok", plenty); });
    });

    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_EQ(error.reason(), "no-shell");
    EXPECT_NE(std::string(error.what()).find("what is sh?"), std::string::npos) << error.what();
}

TYPED_TEST(ConversationContract, WordsToACommandThatHasGoneAreLostQuietly) {
    const std::string bytes = pattern(5'000'000);

    const Error error = error_of([&] {
        this->with("echo begun; echo 'I am off' >&2; exit 3",
                   [&bytes](Conversation* host) -> asio::awaitable<std::string> {
                       co_await host->say(bytes);
                       co_return co_await host->hear("never", plenty);
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
                       co_return co_await host->hear("never", plenty);
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

TYPED_TEST(ConversationContract, CancelledConversationEndsAtOnce) {
    const std::string marker = this->in_folder("pid");
    const auto pid = [&] { return std::atoi(read_text(marker).c_str()); };

    EXPECT_TRUE(ends_when_cancelled(
        [&] { return pid() > 0; },
        this->talk_and_forget(&this->side_.transport, this->side_.endpoint,
                              "echo $$ > '" + marker + "'; exec cat",
                              [](Conversation* host) { return host->hear("never", plenty); })));

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
                                  co_return co_await host->hear("never", plenty);
                              })));

    ::kill(pid(), SIGKILL);  // over SSH nobody else does
}

}  // namespace
}  // namespace clientpush
