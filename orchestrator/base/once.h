#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/asio.h"

namespace clientpush {

/// A value that is made once, when somebody first asks, and that everybody gets: on any loop, each loop on
/// one thread. What the making throws is thrown to everybody too; it is not tried again. The making goes on
/// when those who wait are cancelled.
template <typename T>
class Once : public std::enable_shared_from_this<Once<T>> {
public:
    using Make = std::function<asio::awaitable<T>()>;

    explicit Once(Make make) : make_(std::move(make)) {}

    asio::awaitable<T> get();

private:
    using Waiter = std::shared_ptr<asio::steady_timer>;

    void ended(const std::exception_ptr& failure, T value);
    std::optional<T> outcome();

    Make make_;
    std::mutex mutex_;
    bool begun_ = false;
    std::exception_ptr failure_;
    std::optional<T> value_;
    std::vector<Waiter> waiting_;
};

template <typename T>
asio::awaitable<T> Once<T>::get() {
    const auto executor = co_await asio::this_coro::executor;
    const auto self = this->shared_from_this();
    const auto bell = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        if (failure_) std::rethrow_exception(failure_);
        if (value_) co_return *value_;
        first = !std::exchange(begun_, true);
        waiting_.push_back(bell);
    }
    if (first)
        asio::co_spawn(executor, make_(), [self](std::exception_ptr failure, T value) {
            self->ended(failure, std::move(value));
        });
    boost::system::error_code ignored;
    co_await bell->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (std::optional<T> value = outcome()) co_return std::move(*value);
    throw boost::system::system_error(asio::error::operation_aborted);
}

template <typename T>
std::optional<T> Once<T>::outcome() {
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
    return value_;
}

template <typename T>
void Once<T>::ended(const std::exception_ptr& failure, T value) {
    const std::lock_guard lock(mutex_);
    failure_ = failure;
    if (!failure) value_ = std::move(value);
    // A time in the past also ends a wait that has not begun yet.
    for (const Waiter& bell : std::exchange(waiting_, {}))
        asio::post(bell->get_executor(), [bell] { bell->expires_at(asio::steady_timer::time_point::min()); });
}

}  // namespace clientpush
