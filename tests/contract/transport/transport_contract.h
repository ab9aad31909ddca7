#pragma once

#include <gtest/gtest.h>

#include "sides.h"
#include "support/run_loop.h"

namespace clientpush {

/// What every Transport promises, tried on each of them.
template <typename Side>
class TransportContract : public testing::Test {
protected:
    CommandResult run(Command command) {
        return run_loop(loop_, run_on(&side_.transport, side_.endpoint, std::move(command)));
    }

    void put(const std::string& path, std::string_view data, std::uint64_t offset = 0) {
        run_loop(loop_, put_on(&side_.transport, side_.endpoint, path, data, offset));
    }

    std::string in_folder(const std::string& name) const { return (side_.folder / name).string(); }

    static asio::awaitable<CommandResult> run_on(Transport* transport, Endpoint endpoint, Command command) {
        const auto connection = co_await transport->connect(endpoint);
        co_return co_await connection->run(std::move(command));
    }

    static asio::awaitable<bool> put_on(Transport* transport, Endpoint endpoint, std::string path,
                                        std::string_view data, std::uint64_t offset) {
        const auto connection = co_await transport->connect(endpoint);
        co_await connection->put(path, data, offset);
        co_return true;
    }

    static asio::awaitable<void> run_and_forget(Transport* transport, Endpoint endpoint, Command command) {
        co_await run_on(transport, endpoint, std::move(command));
    }

    asio::io_context loop_;  ///< outlives the threads of a side
    Side side_;
};

}  // namespace clientpush
