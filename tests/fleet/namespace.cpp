#include "fleet/namespace.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>

// glibc 2.36 forgot that C++ may include this header.
extern "C" {
#include <sys/pidfd.h>
}

namespace clientpush::fleet {
namespace {

pid_t fork_and_return() {
    static const int own = ::open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
    const pid_t child = ::fork();
    const int why = errno;
    if (child != 0) ::setns(own, CLONE_NEWPID);
    errno = why;
    return child;
}

}  // namespace

pid_t fork_into_new_pid_namespace() {
    return ::unshare(CLONE_NEWPID) == 0 ? fork_and_return() : -1;
}

pid_t fork_into_pid_namespace_of(int process) {
    return ::setns(process, CLONE_NEWPID) == 0 ? fork_and_return() : -1;
}

int open_process(pid_t pid) {
    return ::pidfd_open(pid, 0);
}

void wait_for_end(int process) {
    pollfd end{.fd = process, .events = POLLIN, .revents = 0};
    while (::poll(&end, 1, -1) < 0 && errno == EINTR) {
    }
}

void send_signal(int process, int signal) {
    ::pidfd_send_signal(process, signal, nullptr, 0);
}

}  // namespace clientpush::fleet
