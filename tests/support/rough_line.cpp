#include "support/rough_line.h"

#include <arpa/inet.h>
#include <linux/filter.h>
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

sockaddr_in place(const std::string& host, std::uint16_t port) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
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

RoughLine::RoughLine(const std::string& to_address, std::uint16_t to, Roughness roughness)
    : address_(to_address), to_(to), roughness_(std::move(roughness)), listener_(make_socket()) {
    sockaddr_in address = place("127.0.0.1", 0);
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
        const std::size_t cut_after = connections_++ == 0 ? roughness_.cut_after : SIZE_MAX;
        carriers_.emplace_back([this, visitor, cut_after] { carry(visitor, cut_after); });
    }
}

void RoughLine::carry(int visitor, std::size_t left) {
    const int on = 1;
    ::setsockopt(visitor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const int host = make_socket();
    const sockaddr_in address = place(address_, to_);
    std::size_t count = 0;
    bool open = ::connect(host, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                roughness_.reset_after > 0;
    ::send(visitor, roughness_.preface.data(), roughness_.preface.size(), MSG_NOSIGNAL);
    while (open && !over_) {
        std::array<pollfd, 2> ends = {{{visitor, POLLIN, 0}, {host, POLLIN, 0}}};
        ::poll(ends.data(), passable(count) == 0 ? 1 : ends.size(), 50);
        if (ends[0].revents) open = pass_to_host(visitor, host, left);
        if (open && left == 0) {
            cut(visitor, host);
            break;
        }
        if (open && ends[1].revents) open = pass_on(host, visitor, count);
    }
    if (count >= roughness_.reset_after) {
        reset(visitor);
        reset(host);
    }
    ::close(visitor);
    ::close(host);
}

/// The line breaks: both sides hear of it, or nobody does, and then nothing is acknowledged any more either.
void RoughLine::cut(int visitor, int host) {
    if (!roughness_.silently) {
        reset(visitor);
        reset(host);
        return;
    }
    sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0);
    const sock_fprog everything = {1, &drop};
    for (const int end : {visitor, host})
        ::setsockopt(end, SOL_SOCKET, SO_ATTACH_FILTER, &everything, sizeof everything);
    while (!over_) ::poll(nullptr, 0, 20);
}

/// How many more bytes of the host may come now.
std::size_t RoughLine::passable(std::size_t count) const {
    return (released_ ? SIZE_MAX : roughness_.hold_after) - std::min(count, roughness_.hold_after);
}

bool RoughLine::pass_on(int from, int to, std::size_t& count) {
    std::array<char, 4096> block;
    const ssize_t got = ::read(from, block.data(), std::min(block.size(), passable(count)));
    if (got <= 0) return false;
    const std::size_t size = std::min(static_cast<std::size_t>(got), roughness_.reset_after - count);
    count += size;
    passed_ += size;
    const std::size_t step = roughness_.byte_by_byte ? 1 : size;
    for (std::size_t done = 0; done < size; done += step)
        if (::send(to, block.data() + done, step, MSG_NOSIGNAL) < 0) return false;
    return count < roughness_.reset_after;
}

/// What was read and is not passed on is lost, as on a line.
bool RoughLine::pass_to_host(int from, int to, std::size_t& left) {
    std::array<char, 65536> block;
    const ssize_t got = ::read(from, block.data(), block.size());
    if (got <= 0) return false;
    const std::size_t size = std::min(static_cast<std::size_t>(got), left);
    left -= size;
    sent_ += size;
    for (std::size_t done = 0; done < size;) {
        const ssize_t passed = ::send(to, block.data() + done, size - done, MSG_NOSIGNAL);
        if (passed < 0) return false;
        done += static_cast<std::size_t>(passed);
    }
    return true;
}

}  // namespace clientpush
