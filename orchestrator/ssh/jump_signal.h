#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/asio.h"

namespace clientpush::ssh {

/// Wakes the coroutines that wait for a change. Remembers nothing: look for the change first, then wait.
class Signal {
public:
    explicit Signal(const asio::any_io_executor& executor)
        : timer_(executor, asio::steady_timer::time_point::max()) {}

    /// Everybody who waits now goes on, once the one who calls has given way.
    void notify() { timer_.cancel(); }

    /// Throws boost::system::system_error{operation_aborted} when the coroutine is cancelled.
    asio::awaitable<void> wait() {
        boost::system::error_code notified;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, notified));
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            throw boost::system::system_error(asio::error::operation_aborted);
    }

private:
    asio::steady_timer timer_;  ///< never ends by itself
};

}  // namespace clientpush::ssh
