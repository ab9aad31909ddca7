#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/asio.h"

namespace clientpush {

/// Runs `work` to its end on `loop`; returns its value, or throws what it threw. Throws std::logic_error when
/// nothing is left to run and the work still waits.
template <typename T>
T run_loop(asio::io_context& loop, asio::awaitable<T> work) {
    struct Ended {
        std::exception_ptr failure;
        std::optional<T> value;
    };
    const auto ended = std::make_shared<std::optional<Ended>>();
    asio::co_spawn(loop, std::move(work), [ended](std::exception_ptr failure, T value) {
        ended->emplace(Ended{failure, std::move(value)});
    });
    loop.restart();
    while (!*ended && loop.run_one() > 0) {
    }
    if (!*ended) throw std::logic_error("the loop has nothing to do, and the work has not ended");
    if ((*ended)->failure) std::rethrow_exception((*ended)->failure);
    return std::move(*(*ended)->value);
}

inline void run_loop(asio::io_context& loop, asio::awaitable<void> work) {
    const auto ended = std::make_shared<std::optional<std::exception_ptr>>();
    asio::co_spawn(loop, std::move(work), [ended](std::exception_ptr failure) { *ended = failure; });
    loop.restart();
    while (!*ended && loop.run_one() > 0) {
    }
    if (!*ended) throw std::logic_error("the loop has nothing to do, and the work has not ended");
    if (**ended) std::rethrow_exception(**ended);
}

/// The same, on a loop of its own.
template <typename T>
T run_loop(asio::awaitable<T> work) {
    asio::io_context loop;
    return run_loop(loop, std::move(work));
}

}  // namespace clientpush
