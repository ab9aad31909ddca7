#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "sides.h"
#include "support/run_loop.h"

namespace clientpush {

constexpr std::size_t plenty = std::size_t{1} << 24;

/// Listens until the command has ended, which is an Error.
inline asio::awaitable<std::string> hear_out(Conversation* host) {
    return host->hear("never", plenty);
}

/// What every Transport promises, tried on each of them.
template <typename Side>
class TransportContract : public testing::Test {
protected:
    using Talk = std::function<asio::awaitable<std::string>(Conversation*)>;

    /// What `talk` makes of a conversation with `line`.
    std::string with(const std::string& line, Talk talk) {
        return run_loop(loop_, talk_on(&side_.transport, side_.endpoint, line, std::move(talk)));
    }

    void put(const std::string& path, std::string_view data, std::uint64_t offset = 0) {
        run_loop(loop_, put_on(&side_.transport, side_.endpoint, path, data, offset));
    }

    std::string in_folder(const std::string& name) const { return (side_.folder / name).string(); }

    static asio::awaitable<std::string> talk_on(Transport* transport, Endpoint endpoint, std::string line,
                                                Talk talk) {
        const auto connection = co_await transport->connect(endpoint);
        const auto conversation = co_await connection->talk(line);
        co_return co_await talk(conversation.get());
    }

    static asio::awaitable<void> talk_and_forget(Transport* transport, Endpoint endpoint, std::string line,
                                                 Talk talk) {
        co_await talk_on(transport, endpoint, line, std::move(talk));
    }

    static asio::awaitable<bool> put_on(Transport* transport, Endpoint endpoint, std::string path,
                                        std::string_view data, std::uint64_t offset) {
        const auto connection = co_await transport->connect(endpoint);
        co_await connection->put(path, data, offset);
        co_return true;
    }

    asio::io_context loop_;  ///< outlives the threads of a side
    Side side_;
};

}  // namespace clientpush
