#pragma once

#include "base/asio.h"
#include "base/time.h"

namespace clientpush {

/// Where all time comes from, so that a test can move it.
class Clock {
public:
    virtual ~Clock() = default;

    /// Wall time, for records and for people.
    virtual Time now() const = 0;

    /// Time since some fixed moment that nobody can set back, for deadlines.
    virtual Duration elapsed() const = 0;

    /// Ends early, with an exception, when the waiting coroutine is cancelled.
    virtual asio::awaitable<void> sleep(Duration duration) = 0;
};

/// The machine's own clock.
class SystemClock : public Clock {
public:
    Time now() const override;
    Duration elapsed() const override;
    asio::awaitable<void> sleep(Duration duration) override;
};

}  // namespace clientpush
