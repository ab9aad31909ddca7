#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <utility>

#include "base/asio.h"

namespace clientpush {

/// Ends as soon as the condition holds; throws when it still does not after half a minute.
inline asio::awaitable<void> until(std::function<bool()> condition) {
    asio::steady_timer tick(co_await asio::this_coro::executor);
    for (int left = 6000; !condition(); --left) {
        if (left == 0) throw std::runtime_error("waited half a minute for a condition of the test");
        tick.expires_after(std::chrono::milliseconds(5));
        co_await tick.async_wait(asio::use_awaitable);
    }
}

/// Runs the work on a loop of its own and cancels it once the condition holds. True when the work then ended
/// as cancelled work should: with operation_aborted.
inline bool ends_when_cancelled(std::function<bool()> condition, asio::awaitable<void> work) {
    asio::io_context loop;
    asio::cancellation_signal stop;
    std::exception_ptr outcome;
    asio::co_spawn(
        loop, std::move(work),
        asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr failure) { outcome = failure; }));
    asio::co_spawn(loop, until(std::move(condition)), [&](std::exception_ptr failure) {
        if (failure) loop.stop();
        if (!failure) stop.emit(asio::cancellation_type::terminal);
    });
    loop.run();
    try {
        if (outcome) std::rethrow_exception(outcome);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    }
    return false;
}

}  // namespace clientpush
