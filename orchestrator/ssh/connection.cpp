#include "ssh/connection.h"

#include "ssh/talk.h"

namespace clientpush::ssh {

SshConnection::SshConnection(std::unique_ptr<Session> session)
    : session_(std::move(session)), uploads_(*session_) {}

SshConnection::~SshConnection() {
    session_->close();
}

asio::awaitable<std::unique_ptr<Conversation>> SshConnection::talk(std::string line) {
    return ssh::talk(session_, std::move(line));
}

asio::awaitable<void> SshConnection::put(std::string path, std::string_view data, std::uint64_t offset) {
    return uploads_.put(std::move(path), data, offset);
}

std::chrono::microseconds SshConnection::round_trip() const {
    return session_->round_trip();
}

}  // namespace clientpush::ssh
