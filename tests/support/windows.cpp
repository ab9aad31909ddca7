#include "support/windows.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "support/child.h"
#include "support/files.h"
#include "support/sshd.h"

namespace clientpush {

namespace {

constexpr std::uint16_t ssh_port = 2222;
constexpr std::chrono::seconds start_limit{90};

/// One that no other process takes, and another one each time.
std::string next_address() {
    static std::atomic<int> last = 0;
    const int pid = ::getpid() % 65536;
    return fmt::format("127.{}.{}.{}", 130 + last++ % 100, pid / 256, pid % 256 == 0 ? 255 : pid % 256);
}

pid_t spawn(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int stream : {0, 1, 2}) ::dup2(nothing, stream);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

}  // namespace

std::filesystem::path windows_folder() {
    const char* folder = std::getenv("CLIENTPUSH_WINDOWS");
    if (folder == nullptr) throw std::runtime_error("CLIENTPUSH_WINDOWS is not set: run the test by ctest");
    return folder;
}

WindowsHost::WindowsHost() : address_(next_address()), port_(ssh_port) {
    ::chmod(folder_.path().c_str(), 0755);
    make_key(folder_ / "host_key", {"-t", "ed25519"});
    make_key(client_key(), {"-t", "ed25519"});
    std::filesystem::copy_file(folder_ / "client_key.pub", folder_ / "authorized_keys");
    std::ofstream(known_hosts()) << fmt::format("[{}]:{} {}", address_, port_,
                                                read_text(folder_ / "host_key.pub"));
    pid_ = spawn({CLIENTPUSH_SOURCE_DIR "/tests/windows/target.sh", "host", windows_folder().string(),
                  folder_.path().string(), address_, std::to_string(port_)});
    const auto deadline = std::chrono::steady_clock::now() + start_limit;
    while (!listens()) {
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_ || std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the Windows host does not come up: " + log());
        ::poll(nullptr, 0, 20);
    }
}

WindowsHost::~WindowsHost() {
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

bool WindowsHost::listens() const {
    in_addr address = {};
    ::inet_pton(AF_INET, address_.c_str(), &address);
    const std::string wanted = fmt::format("{:08X}:{:04X} 00000000:0000 0A", address.s_addr, port_);
    std::ifstream table("/proc/net/tcp");
    for (std::string line; std::getline(table, line);)
        if (line.find(wanted) != std::string::npos) return true;
    return false;
}

std::string WindowsHost::log() const {
    return std::filesystem::exists(folder_ / "log") ? read_text(folder_ / "log") : std::string();
}

Endpoint WindowsHost::endpoint() const {
    return {.name = "windows",
            .address = address_,
            .port = port_,
            .user = "windows",
            .private_key_file = client_key().string()};
}

std::pair<std::string, int> WindowsHost::run(const std::string& command) const {
    const ChildResult result =
        run_child({"ssh", "-F", "none", "-o", "UserKnownHostsFile=" + known_hosts().string(), "-o",
                   "StrictHostKeyChecking=yes", "-i", client_key().string(), "-p", std::to_string(port_),
                   "windows@" + address_, command});
    return {result.output, result.exit_code};
}

int WindowsHost::logins() const {
    const std::string text = log();
    int count = 0;
    for (auto at = text.find("Accepted "); at != std::string::npos; at = text.find("Accepted ", at + 1))
        ++count;
    return count;
}

void WindowsHost::cut() const {
    const std::string pid = std::to_string(pid_);
    const std::string children = read_text("/proc/" + pid + "/task/" + pid + "/children");
    const auto own =
        std::filesystem::read_symlink("/proc/" + children.substr(0, children.find(' ')) + "/ns/pid");
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::error_code failure;
        if (std::filesystem::read_symlink(entry.path() / "ns/pid", failure) != own) continue;
        std::string name;
        std::getline(std::ifstream(entry.path() / "comm"), name);  // nothing when it has gone meanwhile
        if (name == "sshd-session") ::kill(std::stoi(entry.path().filename().string()), SIGKILL);
    }
}

int WindowsHost::starts() const {
    if (!std::filesystem::exists(drive() / "starts.txt")) return 0;
    const std::string text = read_text(drive() / "starts.txt");
    return static_cast<int>(std::ranges::count(text, '\n'));
}

void WindowsHost::steer(const std::string& lines) const {
    std::ofstream(drive() / "ccmsetup.ini") << "[setup]\n" << lines << '\n';
}

}  // namespace clientpush
