#include "push/within.h"

#include <gtest/gtest.h>

#include "push/signal.h"
#include "support/errors.h"
#include "support/fake_clock.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

const Error too_late{Error::Kind::unreachable, "too-late", "no answer"};

asio::awaitable<int> after(Clock& clock, Duration wait, int value) {
    co_await clock.sleep(wait);
    co_return value;
}

asio::awaitable<int> refuse(Clock& clock, Duration wait) {
    co_await clock.sleep(wait);
    throw Error(Error::Kind::refused, "login-refused", "no");
}

asio::awaitable<void> just_wait(Clock& clock, Duration wait) {
    co_await clock.sleep(wait);
}

class Within : public testing::Test {
protected:
    template <typename T>
    T run(asio::awaitable<T> work) {
        return run_in_virtual_time(loop, clock, std::move(work));
    }

    FakeClock clock;
    asio::io_context loop;
};

TEST_F(Within, GivesTheResultOfWorkThatIsInTime) {
    EXPECT_EQ(run(within(clock, 10s, after(clock, 3s, 42), too_late)), 42);
    EXPECT_EQ(clock.elapsed(), 3s);
}

TEST_F(Within, SilenceIsTheErrorThatWasGiven) {
    const Error error = error_of([&] { run(within(clock, 10s, after(clock, 1h, 42), too_late)); });

    EXPECT_EQ(error.reason(), "too-late");
    EXPECT_EQ(clock.elapsed(), 10s);
}

TEST_F(Within, ARefusalIsReportedAsARefusalAndAtOnce) {
    const Error error = error_of([&] { run(within(clock, 10s, refuse(clock, 1s), too_late)); });

    EXPECT_EQ(error.reason(), "login-refused");
    EXPECT_EQ(clock.elapsed(), 1s);
}

TEST_F(Within, LeavesNoSleeperBehind) {
    run(within(clock, 10s, after(clock, 3s, 42), too_late));
    error_of([&] { run(within(clock, 10s, after(clock, 1h, 42), too_late)); });

    EXPECT_EQ(clock.sleepers(), 0U);
}

TEST_F(Within, DoesTheSameForWorkThatGivesNothingBack) {
    run(within(clock, 10s, just_wait(clock, 3s), too_late));
    EXPECT_EQ(clock.elapsed(), 3s);

    EXPECT_EQ(error_of([&] { run(within(clock, 10s, just_wait(clock, 1h), too_late)); }).reason(),
              "too-late");
}

TEST_F(Within, IsItselfCancelledFromOutside) {
    const auto inner = [&] { return within(clock, 1h, after(clock, 2h, 1), too_late); };

    const Error error = error_of(
        [&] { run(within(clock, 5s, inner(), Error(Error::Kind::lost, "outer", "the outer deadline"))); });

    EXPECT_EQ(error.reason(), "outer");
    EXPECT_EQ(clock.sleepers(), 0U);
}

class SignalTest : public Within {
protected:
    asio::awaitable<void> raise(Duration wait) {
        co_await clock.sleep(wait);
        signal.notify();
    }

    Signal signal{loop.get_executor()};
};

TEST_F(SignalTest, WakesWhoeverWaits) {
    asio::co_spawn(loop, raise(3s), [](std::exception_ptr) {});

    run(signal.wait());

    EXPECT_EQ(clock.elapsed(), 3s);
}

TEST_F(SignalTest, IsNotLostWhenItComesBeforeTheWait) {
    signal.notify();

    run(wait_at_most(signal, clock, 1h));

    EXPECT_EQ(clock.elapsed(), 0s);
}

TEST_F(SignalTest, WakesOnce) {
    signal.notify();
    run(signal.wait());

    run(wait_at_most(signal, clock, 10s));

    EXPECT_EQ(clock.elapsed(), 10s);
}

TEST_F(SignalTest, IsWaitedForNoLongerThanSaid) {
    run(wait_at_most(signal, clock, 10s));
    asio::co_spawn(loop, raise(3s), [](std::exception_ptr) {});
    run(wait_at_most(signal, clock, 10s));

    EXPECT_EQ(clock.elapsed(), 13s);
    EXPECT_EQ(clock.sleepers(), 0U);
}

}  // namespace
}  // namespace clientpush
