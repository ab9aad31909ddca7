#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/asio.h"

namespace clientpush::fleet {

/// Takes orders at DIR/control.sock, one after the other. An order is a list of words.
class ControlServer {
public:
    /// Executes one order; what it throws goes to whoever gave the order.
    using Execute = std::function<std::string(const std::vector<std::string>&)>;

    ControlServer(asio::io_context& loop, const std::filesystem::path& dir, Execute execute);

private:
    asio::awaitable<void> serve();
    asio::awaitable<void> answer(asio::local::stream_protocol::socket socket);
    std::string reply_to(const std::string& order) const;

    asio::local::stream_protocol::acceptor acceptor_;
    Execute execute_;
};

/// Gives an order to the fleet of `dir` and returns its reply when it is carried out.
/// Throws Error{unreachable} "no-fleet" when none is up there, and what the fleet threw.
std::string order(const std::filesystem::path& dir, const std::vector<std::string>& words);

}  // namespace clientpush::fleet
