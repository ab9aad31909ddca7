#include "support/rough_line.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace clientpush {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int make_socket() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

void reset(int fd) {
    const linger now = {1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

}  // namespace

RoughLine::RoughLine(std::uint16_t to, Roughness roughness)
    : to_(to), roughness_(std::move(roughness)), listener_(make_socket()) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &size) != 0)
        throw std::runtime_error("no listener");
    port_ = ntohs(address.sin_port);
    server_ = std::thread([this] { serve(); });
}

RoughLine::~RoughLine() {
    over_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    server_.join();
    for (std::thread& carrier : carriers_) carrier.join();
    ::close(listener_);
}

void RoughLine::serve() {
    for (;;) {
        const int visitor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (visitor < 0) return;
        carriers_.emplace_back([this, visitor] { carry(visitor); });
    }
}

void RoughLine::carry(int visitor) {
    const int on = 1;
    ::setsockopt(visitor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const int host = make_socket();
    const sockaddr_in address = loopback(to_);
    std::size_t count = 0;
    bool open = ::connect(host, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                roughness_.reset_after > 0;
    ::send(visitor, roughness_.preface.data(), roughness_.preface.size(), MSG_NOSIGNAL);
    while (open && !over_) {
        std::array<pollfd, 2> ends = {{{visitor, POLLIN, 0}, {host, POLLIN, 0}}};
        ::poll(ends.data(), passable(count) == 0 ? 1 : ends.size(), 50);
        if (ends[0].revents) open = pass_on(visitor, host, false, count);
        if (open && ends[1].revents) open = pass_on(host, visitor, true, count);
    }
    if (count >= roughness_.reset_after) {
        reset(visitor);
        reset(host);
    }
    ::close(visitor);
    ::close(host);
}

/// How many more bytes of the host may come now.
std::size_t RoughLine::passable(std::size_t count) const {
    return (released_ ? SIZE_MAX : roughness_.hold_after) - std::min(count, roughness_.hold_after);
}

bool RoughLine::pass_on(int from, int to, bool to_visitor, std::size_t& count) {
    std::array<char, 4096> block;
    const std::size_t most = to_visitor ? std::min(block.size(), passable(count)) : block.size();
    const ssize_t got = ::read(from, block.data(), most);
    if (got <= 0) return false;
    auto size = static_cast<std::size_t>(got);
    if (to_visitor) {
        size = std::min(size, roughness_.reset_after - count);
        count += size;
        passed_ += size;
    }
    const std::size_t step = to_visitor && roughness_.byte_by_byte ? 1 : size;
    for (std::size_t done = 0; done < size; done += step)
        if (::send(to, block.data() + done, step, MSG_NOSIGNAL) < 0) return false;
    return !to_visitor || count < roughness_.reset_after;
}

}  // namespace clientpush
