#include "fleet/enter.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/error.h"
#include "fleet/namespace.h"

namespace clientpush::fleet {
namespace {

/// A mount namespace begins at its own topmost root, which is not the machine's where the fleet lives in a
/// chroot.
bool enter(int machine, pid_t init) {
    const int root = ::open(fmt::format("/proc/{}/root", init).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    return root >= 0 && ::setns(machine, CLONE_NEWNS | CLONE_NEWUTS) == 0 && ::fchdir(root) == 0 &&
           ::chroot(".") == 0;
}

[[noreturn]] void become(int machine, pid_t init, const std::string& home,
                         std::vector<std::string>& command) {
    ::setenv("HOME", home.c_str(), 1);
    if (!enter(machine, init) || ::chdir(home.c_str()) != 0) {
        std::perror("clientpush-fleet: cannot enter the machine");
        ::_exit(126);
    }
    std::vector<char*> arguments;
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    std::perror(arguments[0]);
    ::_exit(127);
}

}  // namespace

int run_inside(pid_t init, const std::string& home, std::vector<std::string> command) {
    const int machine = open_process(init);
    const pid_t child = fork_into_pid_namespace_of(machine);
    if (child == 0) become(machine, init, home, command);
    const int why = errno;
    ::close(machine);
    if (child < 0) {
        throw Error(Error::Kind::remote, "not-entered",
                    fmt::format("cannot enter the machine: {}", std::strerror(why)), "run as root");
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace clientpush::fleet
