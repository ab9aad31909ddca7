#include "support/child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace clientpush {
namespace {

[[noreturn]] void become(const std::vector<char*>& arguments, int output) {
    dup2(output, STDOUT_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

std::string read_all(int input) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0; (count = read(input, buffer.data(), buffer.size())) != 0;) {
        if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
        if (count < 0 && errno != EINTR) break;
    }
    return text;
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
    const pid_t child = fork();
    if (child == 0) become(arguments, ends[1]);
    close(ends[1]);
    ChildResult result{.output = read_all(ends[0])};
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
    return result;
}

}  // namespace clientpush
