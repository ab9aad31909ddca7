#include "base/clock.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>

namespace clientpush {
namespace {

// The steady clock counts nanoseconds and would overflow on "for ever".
constexpr Duration longest_sleep = std::chrono::years(100);

}  // namespace

Time SystemClock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Duration SystemClock::elapsed() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

asio::awaitable<void> SystemClock::sleep(Duration duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(std::min(duration, longest_sleep));
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace clientpush
