#include "base/clock.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

namespace clientpush {
namespace {

boost::system::error_code code_of(const std::exception_ptr& failure) {
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code();
    }
    return {};
}

TEST(SystemClock, ElapsedTimeNeverGoesBack) {
    const SystemClock clock;

    const Duration first = clock.elapsed();
    const Duration second = clock.elapsed();

    EXPECT_LE(first, second);
}

TEST(SystemClock, SleepingForNoTimeEnds) {
    asio::io_context loop;
    SystemClock clock;
    bool ended = false;

    asio::co_spawn(loop, clock.sleep(Duration(0)),
                   [&](const std::exception_ptr& failure) { ended = !failure; });
    loop.run();

    EXPECT_TRUE(ended);
}

TEST(SystemClock, CancellingASleeperWakesItWithAnException) {
    for (const Duration duration : {Duration(std::chrono::hours(1)), Duration::max()}) {
        asio::io_context loop;
        SystemClock clock;
        asio::cancellation_signal signal;
        std::exception_ptr failure;

        asio::co_spawn(loop, clock.sleep(duration),
                       asio::bind_cancellation_slot(
                           signal.slot(), [&](const std::exception_ptr& thrown) { failure = thrown; }));
        loop.poll();
        ASSERT_FALSE(loop.stopped()) << "the sleeper should still wait";
        signal.emit(asio::cancellation_type::terminal);
        loop.run();

        EXPECT_EQ(code_of(failure), asio::error::operation_aborted);
    }
}

}  // namespace
}  // namespace clientpush
