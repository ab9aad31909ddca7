#pragma once

#include <memory>

#include "cli/settings.h"
#include "transport/transport.h"

namespace clientpush {

/// Every way to a host, chosen by what the inventory says of it (ansible_connection).
class Connections : public Transport {
public:
    explicit Connections(const Settings& settings);
    ~Connections() override;

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

private:
    std::unique_ptr<Transport> ssh_;
    std::unique_ptr<Transport> local_;
};

}  // namespace clientpush
