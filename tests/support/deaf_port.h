#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace clientpush {

/// A port of 127.0.0.1 where connections are neither taken nor refused: the queue of a listener that accepts
/// nobody is full.
class DeafPort {
public:
    DeafPort() : listener_(make()) {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 0) != 0 ||
            ::getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error("no listener");
        port_ = ntohs(address.sin_port);
        for (int i = 0; i < 8; ++i) {
            visitors_.push_back(make());
            ::fcntl(visitors_.back(), F_SETFL, O_NONBLOCK);
            (void)::connect(visitors_.back(), generic, size);
        }
    }
    ~DeafPort() {
        for (const int visitor : visitors_) ::close(visitor);
        ::close(listener_);
    }
    DeafPort(const DeafPort&) = delete;
    DeafPort& operator=(const DeafPort&) = delete;

    std::uint16_t port() const { return port_; }

private:
    static int make() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

    int listener_;
    std::uint16_t port_ = 0;
    std::vector<int> visitors_;
};

}  // namespace clientpush
