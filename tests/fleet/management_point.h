#pragma once

#include <map>
#include <memory>
#include <string>

#include "fleet/listener.h"

namespace clientpush::fleet {

/// Management points that agents can reach: real listeners which answer `GET /sms_mp/.sms_aut?mplist` with
/// the list of open ports. Ports that stand for HTTPS answer in the clear too: what is proved is the way to
/// the port.
class ManagementPoints {
public:
    explicit ManagementPoints(asio::io_context& loop) : loop_(loop) {}

    void open(const tcp::endpoint& endpoint);

    /// Throws Error{usage} when it is not open.
    void close(const tcp::endpoint& endpoint);

    /// One line for each open port: "127.77.0.1:80".
    std::string summary() const;

private:
    asio::awaitable<void> answer(tcp::socket socket);
    std::string respond_to(const std::string& request) const;

    asio::io_context& loop_;
    std::map<tcp::endpoint, std::unique_ptr<Listener>> listeners_;
};

}  // namespace clientpush::fleet
