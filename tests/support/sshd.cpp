#include "support/sshd.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/fleet.h"

namespace clientpush {
namespace {

constexpr int starts = 5;  // someone may take the port between our look and sshd's
constexpr std::chrono::seconds start_limit{20};

pid_t spawn(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(126);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int stream : {0, 1, 2}) ::dup2(nothing, stream);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound = ::bind(fd, generic, size) == 0 && ::getsockname(fd, generic, &size) == 0;
    ::close(fd);
    if (!bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

bool names(const std::vector<std::string>& lines, const std::string& keyword) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.starts_with(keyword + ' '); });
}

}  // namespace

void make_key(const std::filesystem::path& file, const std::vector<std::string>& options) {
    std::vector<std::string> words = {"ssh-keygen", "-q", "-N", "", "-C", "test", "-f", file.string()};
    words.insert(words.end(), options.begin(), options.end());
    if (run_program(words).status != 0) throw std::runtime_error("ssh-keygen failed for " + file.string());
}

std::string current_user() {
    const passwd* me = ::getpwuid(::getuid());
    return me ? me->pw_name : "root";
}

Sshd::Sshd(SshdConfig config) {
    if (::getuid() == 0) ::mkdir("/run/sshd", 0755);
    before_ = config.before;
    make_keys(config.host_keys);
    for (int attempt = 0; pid_ < 0; ++attempt) {
        if (attempt == starts) throw std::runtime_error("sshd does not start: " + log());
        port_ = free_port();
        write_config(config);
        start();
    }
    std::ofstream known(known_hosts());
    for (const std::string& type : config.host_keys) known << known_name() << ' ' << host_key(type) << '\n';
}

Sshd::~Sshd() {
    stop();
}

void Sshd::make_keys(const std::vector<std::string>& types) const {
    for (const std::string& type : types) {
        std::vector<std::string> options = {"-t", type};
        if (type == "rsa") options.insert(options.end(), {"-b", "2048"});  // quicker than the default
        make_key(folder_ / ("host_" + type), options);
    }
    make_key(client_key(), {"-t", "ed25519"});
    std::filesystem::copy_file(folder_ / "client_key.pub", folder_ / "authorized_keys");
}

void Sshd::write_config(const SshdConfig& config) const {
    std::ofstream out(folder_ / "sshd_config");
    for (const std::string& line : config.lines) out << line << '\n';
    out << "ListenAddress 127.0.0.1:" << port_ << '\n';
    for (const std::string& type : config.host_keys)
        out << "HostKey " << (folder_ / ("host_" + type)).string() << '\n';
    out << "AuthorizedKeysFile " << (folder_ / "authorized_keys").string() << '\n'
        << "PidFile none\nUsePAM no\nStrictModes no\nPermitRootLogin yes\nPasswordAuthentication no\n";
    // Not every keyword may stand twice, and not everywhere the first one wins.
    if (!names(config.lines, "MaxStartups")) out << "MaxStartups 1000:30:2000\n";
    if (!names(config.lines, "Subsystem")) out << "Subsystem sftp internal-sftp\n";
}

void Sshd::start() {
    std::vector<std::string> words = before_;
    words.insert(words.end(), {"/usr/sbin/sshd", "-D", "-f", (folder_ / "sshd_config").string(), "-E",
                               (folder_ / "log").string()});
    pid_ = spawn(words);
    const auto deadline = std::chrono::steady_clock::now() + start_limit;
    while (!listens()) {
        const bool died = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
        if (died) pid_ = -1;
        if (died) return;
        if (std::chrono::steady_clock::now() > deadline) {
            stop();
            return;
        }
        ::poll(nullptr, 0, 5);
    }
}

/// Read from the kernel, because a connection of ours would count among sshd's unfinished logins.
bool Sshd::listens() const {
    char port[8];
    std::snprintf(port, sizeof port, ":%04X", unsigned{port_});
    std::ifstream table("/proc/net/tcp");
    for (std::string line; std::getline(table, line);)
        if (line.find(std::string("0100007F") + port + " 00000000:0000 0A") != std::string::npos) return true;
    return false;
}

void Sshd::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

std::string Sshd::host_key(const std::string& type) const {
    std::istringstream text(read_text(folder_ / ("host_" + type + ".pub")));
    std::string name, blob;
    text >> name >> blob;
    return name + ' ' + blob;
}

std::string Sshd::known_name() const {
    return "[127.0.0.1]:" + std::to_string(port_);
}

Endpoint Sshd::endpoint() const {
    return {.name = "target",
            .address = "127.0.0.1",
            .port = port_,
            .user = current_user(),
            .private_key_file = client_key().string()};
}

}  // namespace clientpush
