#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>
#include <type_traits>
#include <utility>

#include "base/asio.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/time.h"

namespace clientpush {

/// What most work means that takes too long: lost, and looked at again. `what` did not happen.
inline Error no_answer(const std::string& what, Duration limit) {
    return {Error::Kind::lost, "no-answer", what + " within " + to_text(limit),
            "it is looked at again; look at the host if it stays so"};
}

template <typename TooLate>
[[noreturn]] void throw_late(const TooLate& too_late) {
    if constexpr (std::is_invocable_v<TooLate>)
        throw too_late();
    else
        throw too_late;
}

/// The result of `work`, or `too_late` (an Error, or what makes it) thrown once `limit` has passed; `work` is
/// cancelled then.
/// (Not `work || timer`: that waits for the timer when `work` throws, and then reports every refusal as a
/// timeout.)
template <typename T, typename TooLate>
asio::awaitable<T> within(Clock& clock, Duration limit, asio::awaitable<T> work, TooLate too_late) {
    const auto here = co_await asio::this_coro::executor;
    auto [order, failure, result, timer_failure] =
        co_await asio::experimental::make_parallel_group(
            asio::co_spawn(here, std::move(work), asio::deferred),
            asio::co_spawn(here, clock.sleep(limit), asio::deferred))
            .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 1) throw_late(too_late);
    if (failure) std::rethrow_exception(failure);
    co_return std::move(result);
}

/// The same for work that gives nothing back.
template <typename TooLate>
asio::awaitable<void> within(Clock& clock, Duration limit, asio::awaitable<void> work, TooLate too_late) {
    // A coroutine's own copy of a parameter looks like a use. NOLINTNEXTLINE(bugprone-use-after-move)
    const auto here = co_await asio::this_coro::executor;
    auto [order, failure, timer_failure] =
        co_await asio::experimental::make_parallel_group(
            asio::co_spawn(here, std::move(work), asio::deferred),
            asio::co_spawn(here, clock.sleep(limit), asio::deferred))
            .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 1) throw_late(too_late);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace clientpush
