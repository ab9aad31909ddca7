#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/asio.h"
#include "base/clock.h"

namespace clientpush {

/// Wakes one waiting coroutine of the same thread. A signal that comes before the wait is not lost.
class Signal {
public:
    explicit Signal(const asio::any_io_executor& executor) : timer_(executor) {}

    void notify() {
        raised_ = true;
        timer_.cancel();
    }

    asio::awaitable<void> wait() {
        if (!raised_) {
            timer_.expires_at(asio::steady_timer::time_point::max());
            boost::system::error_code ignored;
            co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        raised_ = false;
    }

private:
    asio::steady_timer timer_;
    bool raised_ = false;
};

/// Until the signal comes, or `limit` has passed.
asio::awaitable<void> wait_at_most(Signal& signal, Clock& clock, Duration limit);

}  // namespace clientpush
