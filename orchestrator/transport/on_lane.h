#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "base/asio.h"

namespace clientpush {

/// What came of work on another thread: a value, or what it threw.
template <typename T>
struct Brought {
    std::exception_ptr failure;
    T value{};
};

/// Does the work, and holds nothing of what it threw any more once it is done: a loop that kept a share in an
/// exception would free it while the other one reads it.
template <typename T>
asio::awaitable<Brought<T>> bring(std::shared_ptr<std::function<asio::awaitable<T>()>> work) {
    Brought<T> brought;
    try {
        brought.value = co_await (*work)();
    } catch (...) {
        brought.failure = std::current_exception();
    }
    co_return std::move(brought);
}

/// Does work on the thread of another loop, and waits for it on this one; a cancelled wait cancels the work,
/// and still waits for its end. (co_spawn alone would do, but in Boost 1.81 a cancellation on its way to the
/// other thread may find the call gone.)
template <typename T>
asio::awaitable<T> on_lane(asio::any_io_executor lane, std::function<asio::awaitable<T>()> work) {
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(std::exception_ptr, T)>(
        [lane, kept = std::make_shared<std::function<asio::awaitable<T>()>>(std::move(work))](auto handler) {
            auto home = asio::make_work_guard(asio::get_associated_executor(handler));
            const auto cancel = std::make_shared<asio::cancellation_signal>();
            auto slot = asio::get_associated_cancellation_slot(handler);
            if (slot.is_connected())
                slot.assign([lane, cancel](asio::cancellation_type type) {
                    asio::post(lane, [cancel, type] { cancel->emit(type); });
                });
            auto waiter = std::make_shared<decltype(handler)>(std::move(handler));
            // A coroutine lives in the closure that made it, so that is kept until the end. What belongs to
            // the waiting loop goes back to it: once it has been told, it may be gone at any moment.
            auto done = [home = std::move(home), waiter = std::move(waiter), slot, cancel, kept](
                            const std::exception_ptr& never_begun, Brought<T> brought) mutable {
                if (never_begun) brought.failure = never_begun;  // cancelled on its way to the lane
                const auto executor = home.get_executor();
                asio::post(executor, [home = std::move(home), waiter = std::move(waiter), slot,
                                      brought = std::move(brought)]() mutable {
                    slot.clear();
                    auto resume = std::move(*waiter);
                    std::move(resume)(std::move(brought.failure), std::move(brought.value));
                });
            };
            asio::post(lane, [lane, cancel, kept, done = std::move(done)]() mutable {
                asio::co_spawn(lane, bring<T>(kept),
                               asio::bind_cancellation_slot(cancel->slot(), std::move(done)));
            });
        },
        asio::use_awaitable);
}

/// The same for work that gives nothing back.
inline asio::awaitable<void> on_lane(asio::any_io_executor lane,
                                     std::function<asio::awaitable<void>()> work) {
    const std::function<asio::awaitable<bool>()> with_result = [work]() -> asio::awaitable<bool> {
        co_await work();
        co_return true;
    };
    co_await on_lane<bool>(std::move(lane), with_result);
}

}  // namespace clientpush
