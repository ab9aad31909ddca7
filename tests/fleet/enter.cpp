#include "fleet/enter.h"

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

[[noreturn]] void become(int machine, const std::string& home, std::vector<std::string>& command) {
    ::setenv("HOME", home.c_str(), 1);
    if (::setns(machine, CLONE_NEWNS | CLONE_NEWUTS) != 0 || ::chdir(home.c_str()) != 0) {
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
    if (child == 0) become(machine, home, command);
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
