#pragma once

#include <filesystem>

#include "transport/transport.h"

namespace clientpush::local {

/// Transport to this machine (ansible_connection: local): commands run by /bin/sh as this user, files are
/// written directly.
class LocalTransport : public Transport {
public:
    /// `directory` stands for the login directory; empty: this user's home. Ignores SIGPIPE from here on.
    explicit LocalTransport(std::filesystem::path directory = {});

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

private:
    std::filesystem::path directory_;
};

}  // namespace clientpush::local
