#include "support/child_processes.h"

#include <poll.h>
#include <signal.h>

#include <fstream>
#include <string>

namespace clientpush {
namespace {

void add_children(pid_t parent, std::vector<pid_t>& found) {
    const std::string task = "/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent);
    std::ifstream children(task + "/children");
    for (pid_t child = 0; children >> child;) {
        found.push_back(child);
        add_children(child, found);
    }
}

}  // namespace

std::vector<pid_t> ChildProcesses::list() const {
    std::vector<pid_t> found;
    add_children(parent_, found);
    return found;
}

void ChildProcesses::send(int signal) const {
    for (const pid_t child : list()) ::kill(child, signal);
}

void ChildProcesses::end() const {
    send(SIGKILL);
    while (!list().empty()) ::poll(nullptr, 0, 2);
}

}  // namespace clientpush
