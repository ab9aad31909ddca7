// A line with a delay between two network namespaces: a TUN device in each, and every packet that one of them
// takes comes out of the other the given time later.
//     delay_line NEAR-NAMESPACE FAR-NAMESPACE MILLISECONDS-ONE-WAY
// Makes `line0` in both, prints "ready", and runs until it is ended; the devices end with it.
#include <fcntl.h>
#include <fmt/core.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace clientpush {
namespace {

using Clock = std::chrono::steady_clock;

std::system_error failure(const std::string& what) {
    return {errno, std::generic_category(), what};
}

int open_or_throw(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) throw failure("cannot open " + path);
    return file;
}

/// This process is in the namespace from then on: a device is made where its maker is, and stays there.
void enter_namespace(const std::string& name) {
    const int space = open_or_throw("/run/netns/" + name, O_RDONLY);
    if (::setns(space, CLONE_NEWNET) != 0) throw failure("cannot enter the network namespace " + name);
    ::close(space);
}

int make_device(const std::string& name_space) {
    enter_namespace(name_space);
    const int device = open_or_throw("/dev/net/tun", O_RDWR | O_NONBLOCK);
    ifreq request = {};
    std::strncpy(static_cast<char*>(request.ifr_name), "line0", IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    if (::ioctl(device, TUNSETIFF, &request) != 0) throw failure("cannot make line0 in " + name_space);
    return device;
}

/// One direction: what is read from one device waits here for its time.
class Direction {
public:
    Direction(int from, int to, Clock::duration delay) : from_(from), to_(to), delay_(delay) {}

    int source() const { return from_; }

    std::optional<Clock::time_point> next_due() const {
        if (waiting_.empty()) return std::nullopt;
        return waiting_.front().due;
    }

    void take() {
        for (;;) {
            const ssize_t size = ::read(from_, buffer_.data(), buffer_.size());
            if (size <= 0) return;
            waiting_.push_back({Clock::now() + delay_, {buffer_.begin(), buffer_.begin() + size}});
        }
    }

    /// A device that does not take a packet loses it, as a real line would.
    void deliver() {
        for (const auto now = Clock::now(); !waiting_.empty() && waiting_.front().due <= now;) {
            const std::vector<char>& bytes = waiting_.front().bytes;
            [[maybe_unused]] const ssize_t written = ::write(to_, bytes.data(), bytes.size());
            waiting_.pop_front();
        }
    }

private:
    struct Packet {
        Clock::time_point due;
        std::vector<char> bytes;
    };

    int from_;
    int to_;
    Clock::duration delay_;
    std::deque<Packet> waiting_;
    std::array<char, 65536> buffer_ = {};
};

timespec until(Clock::time_point due) {
    const auto left = std::max(Clock::duration::zero(), due - Clock::now());
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(left);
    return {.tv_sec = whole.count(), .tv_nsec = std::chrono::nanoseconds(left - whole).count()};
}

void wait_for_packet_or_due(std::array<Direction, 2>& line) {
    std::array<pollfd, 2> sources = {};
    std::optional<Clock::time_point> next;
    for (std::size_t i = 0; i < line.size(); ++i) {
        sources[i] = {.fd = line[i].source(), .events = POLLIN, .revents = 0};
        const auto due = line[i].next_due();
        if (due && (!next || *due < *next)) next = due;
    }
    const timespec timeout = next ? until(*next) : timespec{};
    ::ppoll(sources.data(), sources.size(), next ? &timeout : nullptr, nullptr);
}

[[noreturn]] void run(const std::string& near, const std::string& far, Clock::duration delay) {
    const int near_end = make_device(near);
    const int far_end = make_device(far);
    std::array<Direction, 2> line = {Direction(near_end, far_end, delay),
                                     Direction(far_end, near_end, delay)};
    fmt::print("ready\n");
    std::fflush(stdout);
    for (;;) {
        wait_for_packet_or_due(line);
        for (Direction& direction : line) {
            direction.take();
            direction.deliver();
        }
    }
}

Clock::duration milliseconds(const std::string& text) {
    const double value = std::stod(text);
    if (value < 0 || value > 60'000) throw std::out_of_range("a delay goes from 0 to 60000 ms");
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::milli>(value));
}

}  // namespace
}  // namespace clientpush

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "usage: delay_line NEAR-NAMESPACE FAR-NAMESPACE MILLISECONDS-ONE-WAY\n");
        return 5;
    }
    try {
        clientpush::run(argv[1], argv[2], clientpush::milliseconds(argv[3]));
    } catch (const std::exception& e) {
        fmt::print(stderr, "delay_line: {}\n", e.what());
        return 1;
    }
}
