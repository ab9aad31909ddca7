#include "support/ssh_agent.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <vector>

#include "support/fleet.h"

namespace clientpush {
namespace {

/// A child that dies with us.
pid_t fork_child() {
    const pid_t pid = ::fork();
    if (pid == 0) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    return pid;
}

void end(pid_t pid) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
}

int listen_at(const std::string& path) {
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, 16) != 0)
        throw std::runtime_error("cannot listen at " + path);
    return listener;
}

[[noreturn]] void answer_all(int listener, const std::string& answer) {
    for (;;) {
        const int visitor = ::accept(listener, nullptr, nullptr);
        char asked[4096];
        if (::read(visitor, asked, sizeof asked) > 0) (void)!::write(visitor, answer.data(), answer.size());
        ::close(visitor);
    }
}

}  // namespace

SshAgent::SshAgent() {
    pid_ = fork_child();
    if (pid_ == 0) {
        const int nothing = ::open("/dev/null", O_RDWR);
        for (const int stream : {0, 1, 2}) ::dup2(nothing, stream);
        ::execlp("ssh-agent", "ssh-agent", "-D", "-a", socket().c_str(), nullptr);
        ::_exit(127);
    }
    for (int left = 4000; !std::filesystem::exists(socket()); --left) {
        if (left == 0) throw std::runtime_error("ssh-agent does not start");
        ::poll(nullptr, 0, 5);
    }
}

SshAgent::~SshAgent() {
    end(pid_);
}

void SshAgent::add(const std::filesystem::path& key) const {
    const ProgramResult added =
        run_program({"env", "SSH_AUTH_SOCK=" + socket(), "ssh-add", "-q", key.string()});
    if (added.status != 0) throw std::runtime_error("ssh-add failed: " + added.out);
}

void SshAgent::freeze() const {
    ::kill(pid_, SIGSTOP);
}

FakeAgent::FakeAgent(std::string answer) {
    const int listener = listen_at(socket());
    pid_ = fork_child();
    if (pid_ == 0) answer_all(listener, answer);
    ::close(listener);
}

FakeAgent::~FakeAgent() {
    end(pid_);
}

}  // namespace clientpush
