#pragma once

#include <memory>

#include "ssh/session.h"
#include "ssh/upload.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// A session that somebody is logged in on: conversations and files.
class SshConnection : public Connection {
public:
    explicit SshConnection(std::unique_ptr<Session> session);
    ~SshConnection() override;

    asio::awaitable<std::unique_ptr<Conversation>> talk(std::string line) override;
    asio::awaitable<void> put(std::string path, std::string_view data, std::uint64_t offset) override;
    std::chrono::microseconds round_trip() const override;

private:
    std::shared_ptr<Session> session_;  ///< a conversation may outlive the connection by a moment
    Uploads uploads_;
};

}  // namespace clientpush::ssh
