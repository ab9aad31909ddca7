#pragma once

#include <functional>
#include <memory>

#include "fleet/address.h"

namespace clientpush::fleet {

/// A listening TCP port that can be opened and closed again and again. Closed, it refuses.
class Listener {
public:
    using Accepted = std::function<void(tcp::socket)>;

    Listener(asio::io_context& loop, tcp::endpoint endpoint, Accepted accepted)
        : loop_(loop), endpoint_(std::move(endpoint)), accepted_(std::move(accepted)) {}
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { close(); }

    /// Throws Error{usage} when another program has the port. Port 0 becomes a free one.
    void open();
    void close();

    bool is_open() const { return acceptor_ != nullptr; }
    const tcp::endpoint& endpoint() const { return endpoint_; }

private:
    asio::io_context& loop_;
    tcp::endpoint endpoint_;
    Accepted accepted_;
    std::shared_ptr<tcp::acceptor> acceptor_;
};

}  // namespace clientpush::fleet
