#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/asio.h"
#include "base/error.h"

namespace clientpush {

/// Lets one coroutine wait, on its own executor, for an answer that another thread will give. It lives in the
/// coroutine's frame; an answer that comes after its end (the coroutine was cancelled) goes nowhere.
class Acknowledgement {
public:
    using Answer = std::function<void(const std::optional<Error>&)>;

    explicit Acknowledgement(const asio::any_io_executor& executor);
    ~Acknowledgement();

    Acknowledgement(const Acknowledgement&) = delete;
    Acknowledgement& operator=(const Acknowledgement&) = delete;

    /// To be called once, from any thread.
    Answer answer() const;

    /// Ends with the answer: returns, or throws its Error. When the waiting coroutine is cancelled it throws
    /// boost::system::system_error (operation_aborted) instead.
    asio::awaitable<void> wait();

private:
    struct Shared {
        std::mutex mutex;
        asio::any_io_executor executor;
        asio::steady_timer* timer = nullptr;  ///< null once nobody waits
        bool answered = false;
        std::optional<Error> failure;
    };

    asio::steady_timer timer_;
    std::shared_ptr<Shared> shared_;
};

}  // namespace clientpush
