#include "fleet/init.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <exception>
#include <string_view>

#include "fleet/processes.h"
#include "fleet/world.h"

namespace clientpush::fleet {
namespace {

struct Message {
    Ask ask{};
    std::string text;
    int socket = -1;
};

/// False when the fleet is gone.
bool receive(int from, Message& message) {
    std::array<char, longest_message> bytes{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    iovec part{.iov_base = bytes.data(), .iov_len = bytes.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const ssize_t size = ::recvmsg(from, &header, MSG_CMSG_CLOEXEC);
    if (size <= 0) return false;
    message.ask = static_cast<Ask>(bytes[0]);
    message.text.assign(bytes.data() + 1, static_cast<std::size_t>(size) - 1);
    if (const cmsghdr* const item = CMSG_FIRSTHDR(&header); item != nullptr) {
        std::memcpy(&message.socket, CMSG_DATA(item), sizeof(int));
    }
    return true;
}

/// posix_spawn returns when the child runs sshd, so that no half-started one can hide from `signal_sshds`.
void serve(int connection, int log) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, connection, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, connection, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, log, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);

    std::array<std::string, 3> words{"/usr/sbin/sshd", "-i", "-e"};
    std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
    std::string path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    std::array<char*, 2> environment{path.data(), nullptr};
    pid_t child = 0;
    ::posix_spawn(&child, arguments[0], &files, &attributes, arguments.data(), environment.data());

    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    ::close(connection);
}

std::string answer(const Message& message) {
    try {
        switch (message.ask) {
            case Ask::cut:
                signal_sshds(SIGKILL);
                break;
            case Ask::freeze:
                signal_sshds(SIGSTOP);
                break;
            case Ask::thaw:
                signal_sshds(SIGCONT);
                break;
            case Ask::limit:
                limit_disk(message.text);
                break;
            case Ask::ping:
            case Ask::serve:
                break;
        }
        return {};
    } catch (const std::exception& e) {
        return e.what();
    }
}

/// Leaves nothing of the fleet's own process in the machine: no listening socket, no handler, no terminal.
void forget_parent(int& socket) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, "init");
    ::setsid();
    constexpr int kept = 3;
    socket = ::dup2(socket, kept);
    ::close_range(kept + 1, ~0U, 0);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO}) ::dup2(nothing, standard);
    ::close(nothing);
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::signal(signal, SIG_DFL);
    struct sigaction reap {};
    reap.sa_handler = SIG_DFL;
    reap.sa_flags = SA_NOCLDWAIT;
    ::sigaction(SIGCHLD, &reap, nullptr);
}

int open_log(const MachineSettings& settings) {
    const std::string path = settings.folder / "sshd.log";
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

}  // namespace

void run_init(int socket, const MachineSettings& settings) {
    forget_parent(socket);
    const int log = open_log(settings);
    ::dup2(log, STDERR_FILENO);
    std::string trouble;
    try {
        enter_own_world(settings);
    } catch (const std::exception& e) {
        trouble = e.what();
    }
    for (Message message; receive(socket, message); message = {}) {
        if (message.ask == Ask::serve && trouble.empty()) {
            serve(message.socket, log);
        } else if (message.ask == Ask::serve) {
            ::close(message.socket);
        } else {
            const std::string reply = "+" + (trouble.empty() ? answer(message) : trouble);
            ::send(socket, reply.data(), std::min(reply.size(), longest_message), MSG_NOSIGNAL);
        }
    }
    ::_exit(0);
}

}  // namespace clientpush::fleet
