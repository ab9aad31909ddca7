#include "fleet/processes.h"

#include <unistd.h>

#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "fleet/namespace.h"

namespace clientpush::fleet {
namespace {

std::vector<pid_t> sshds() {
    std::vector<pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        pid_t pid = 0;
        std::from_chars(name.data(), name.data() + name.size(), pid);
        std::string program;
        if (pid > 1 && std::getline(std::ifstream(entry.path() / "comm"), program) && program == "sshd") {
            found.push_back(pid);
        }
    }
    return found;
}

}  // namespace

void signal_sshds(int signal) {
    for (const pid_t pid : sshds()) {
        const int process = open_process(pid);
        if (process < 0) continue;
        send_signal(process, signal);
        if (signal == SIGKILL) wait_for_end(process);
        ::close(process);
    }
}

}  // namespace clientpush::fleet
