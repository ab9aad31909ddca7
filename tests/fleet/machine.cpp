#include "fleet/machine.h"

#include <fmt/core.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/error.h"
#include "fleet/namespace.h"

namespace clientpush::fleet {
namespace {

[[noreturn]] void fail(const std::string& name, const std::string& why) {
    throw Error(Error::Kind::remote, "no-machine",
                fmt::format("the machine of {} does not run: {}", name, why),
                "run as root; in a container give it the capability SYS_ADMIN and leave mounts to it "
                "(docker run --cap-add SYS_ADMIN --security-opt apparmor=unconfined)");
}

}  // namespace

void Machine::start() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        fail(settings_.name, std::strerror(errno));
    }
    const pid_t child = fork_into_new_pid_namespace();
    if (child == 0) run_init(ends[1], settings_);
    const int why = errno;
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        fail(settings_.name, std::strerror(why));
    }
    init_ = child;
    socket_ = ends[0];
}

pid_t Machine::init() {
    ask(Ask::ping);
    return init_;
}

bool Machine::send(Ask what, const std::string& text, int connection) const {
    std::string bytes = static_cast<char>(what) + text;
    iovec part{.iov_base = bytes.data(), .iov_len = bytes.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (connection >= 0) {
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        cmsghdr* const item = CMSG_FIRSTHDR(&header);
        item->cmsg_level = SOL_SOCKET;
        item->cmsg_type = SCM_RIGHTS;
        item->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(item), &connection, sizeof(int));
    }
    return ::sendmsg(socket_, &header, MSG_NOSIGNAL) >= 0;
}

/// A machine whose first process was killed from outside comes up again.
void Machine::deliver(Ask what, const std::string& text, int connection) {
    if (!running()) start();
    if (send(what, text, connection)) return;
    stop();
    start();
    if (!send(what, text, connection)) fail(settings_.name, std::strerror(errno));
}

void Machine::serve(int connection) {
    deliver(Ask::serve, {}, connection);
}

void Machine::ask(Ask what, const std::string& text) {
    deliver(what, text, -1);
    std::array<char, longest_message> reply{};
    const ssize_t size = ::recv(socket_, reply.data(), reply.size(), 0);
    if (size <= 0) fail(settings_.name, "its first process ended");
    if (size > 1) fail(settings_.name, std::string(reply.data() + 1, static_cast<std::size_t>(size) - 1));
}

void Machine::limit_disk(const std::string& size) {
    settings_.disk_limit = size;
    ask(Ask::limit, size);
}

void Machine::begin_stop() const {
    if (running()) ::kill(init_, SIGKILL);
}

void Machine::stop() {
    if (!running()) return;
    begin_stop();
    ::waitpid(init_, nullptr, 0);
    ::close(socket_);
    init_ = 0;
    socket_ = -1;
}

}  // namespace clientpush::fleet
