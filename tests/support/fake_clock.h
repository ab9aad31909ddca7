#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace clientpush {

/// Time that only the test moves. Sleepers wake in the order of their times; those of one moment in the order
/// in which they fell asleep. It outlives the loops whose coroutines sleep on it.
class FakeClock : public Clock {
public:
    Time now() const override { return Time(std::chrono::sys_days{begin}) + elapsed_; }
    Duration elapsed() const override { return elapsed_; }
    asio::awaitable<void> sleep(Duration duration) override;

    void advance(Duration by);

    /// To the moment of the next sleeper, who wakes. False when nobody sleeps.
    bool jump();

    std::size_t sleepers() const { return sleepers_.size(); }

private:
    struct Bed;

    static constexpr std::chrono::year_month_day begin{std::chrono::year(2026), std::chrono::November,
                                                       std::chrono::day(1)};

    void wake();

    Duration elapsed_{0};
    std::multimap<Duration, Bed*> sleepers_;  ///< by the moment at which each wakes
};

/// One turn of virtual time: what is ready first, else the next sleeper. False when nothing can ever happen
/// any more.
bool turn(asio::io_context& loop, FakeClock& clock);

/// Runs `work` to its end in virtual time; returns its value, or throws what it threw. Throws
/// std::logic_error when nothing is ready, nobody sleeps, and the work still waits.
template <typename T>
T run_in_virtual_time(asio::io_context& loop, FakeClock& clock, asio::awaitable<T> work) {
    struct Ended {
        std::exception_ptr failure;
        std::optional<T> value;
    };
    const auto ended = std::make_shared<std::optional<Ended>>();
    asio::co_spawn(loop, std::move(work), [ended](std::exception_ptr failure, T value) {
        ended->emplace(Ended{failure, std::move(value)});
    });
    while (!*ended)
        if (!turn(loop, clock)) throw std::logic_error("nobody can wake up, and the work has not ended");
    if ((*ended)->failure) std::rethrow_exception((*ended)->failure);
    return std::move(*(*ended)->value);
}

void run_in_virtual_time(asio::io_context& loop, FakeClock& clock, asio::awaitable<void> work);

}  // namespace clientpush
