#include "support/fake_clock.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <stdexcept>

namespace clientpush {

/// A sleeper's place in the clock; given up when it wakes, or when its coroutine is destroyed.
struct FakeClock::Bed {
    Bed(FakeClock& clock, Duration until, asio::steady_timer& timer)
        : clock_(clock), timer_(timer), place_(clock.sleepers_.emplace(until, this)) {}
    Bed(const Bed&) = delete;
    Bed& operator=(const Bed&) = delete;
    ~Bed() {
        if (!woken) clock_.sleepers_.erase(place_);
    }

    void wake() {
        woken = true;
        clock_.sleepers_.erase(place_);
        timer_.cancel();
    }

    bool woken = false;

private:
    FakeClock& clock_;
    asio::steady_timer& timer_;
    std::multimap<Duration, Bed*>::iterator place_;
};

asio::awaitable<void> FakeClock::sleep(Duration duration) {
    constexpr Duration longest = std::chrono::years(100);
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    const Bed bed(*this, elapsed_ + std::clamp(duration, Duration{0}, longest), timer);
    boost::system::error_code failure;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    if (!bed.woken) throw boost::system::system_error(failure);
}

void FakeClock::advance(Duration by) {
    elapsed_ += by;
    wake();
}

bool FakeClock::jump() {
    if (sleepers_.empty()) return false;
    elapsed_ = std::max(elapsed_, sleepers_.begin()->first);
    wake();
    return true;
}

void FakeClock::wake() {
    while (!sleepers_.empty() && sleepers_.begin()->first <= elapsed_) sleepers_.begin()->second->wake();
}

bool turn(asio::io_context& loop, FakeClock& clock) {
    loop.restart();
    return loop.poll_one() > 0 || clock.jump();
}

void run_in_virtual_time(asio::io_context& loop, FakeClock& clock, asio::awaitable<void> work) {
    const auto ended = std::make_shared<std::optional<std::exception_ptr>>();
    asio::co_spawn(loop, std::move(work), [ended](std::exception_ptr failure) { *ended = failure; });
    while (!*ended)
        if (!turn(loop, clock)) throw std::logic_error("nobody can wake up, and the work has not ended");
    if (**ended) std::rethrow_exception(**ended);
}

}  // namespace clientpush
