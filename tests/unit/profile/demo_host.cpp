#include "unit/profile/demo_host.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace clientpush {

namespace fs = std::filesystem;

namespace {

const fs::path payload = fs::path(CLIENTPUSH_SOURCE_DIR) / "payload/demo-client";

/// The sockets API takes any address as this type.
sockaddr* as_any(sockaddr_in& address) {
    return reinterpret_cast<sockaddr*>(&address);
}

int new_socket(int flags = 0) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (made < 0) throw std::runtime_error("no socket");
    return made;
}

std::string read_request(int connection) {
    std::string request;
    std::array<char, 1024> buffer{};
    while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (got <= 0) break;
        request.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return request;
}

Ended read_all(const std::string& line) {
    FILE* const pipe = ::popen(line.c_str(), "re");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + line);
    Ended ended;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = ::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        ended.out.append(buffer.data(), got);
    const int status = ::pclose(pipe);
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ended;
}

}  // namespace

TestPort::TestPort(Kind kind) : kind_(kind), socket_(new_socket()) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket_, as_any(address), size) != 0 || ::getsockname(socket_, as_any(address), &size) != 0)
        throw std::runtime_error("no port");
    number_ = ntohs(address.sin_port);
    if (kind == Kind::closed) return;
    if (::listen(socket_, kind == Kind::black_hole ? 0 : 64) != 0) throw std::runtime_error("cannot listen");
    for (int i = 0; kind == Kind::black_hole && i < 4; ++i) {
        waiting_.push_back(new_socket(SOCK_NONBLOCK));
        static_cast<void>(::connect(waiting_.back(), as_any(address), size));  // stays in the queue
    }
    if (kind == Kind::management_point || kind == Kind::broken) server_ = std::thread([this] { serve(); });
}

TestPort::~TestPort() {
    ::shutdown(socket_, SHUT_RDWR);
    if (server_.joinable()) server_.join();
    for (const int each : waiting_) ::close(each);
    ::close(socket_);
}

void TestPort::serve() const {
    for (int connection = 0; (connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
        const std::string request = read_request(connection);
        std::string answer = "HTTP/1.1 404 Not Found\r\n\r\n";
        if (request.starts_with("GET /sms_mp/.sms_aut?mplist HTTP/1.")) answer = "HTTP/1.1 200 OK\r\n\r\n";
        if (kind_ == Kind::broken) answer = "HTTP/1.1 500 Internal Server Error\r\n\r\n";
        ::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
        ::close(connection);
    }
}

DemoHost::~DemoHost() {
    for (const char* file : {"agent.pid", "installer.pid"})
        if (const int pid = process(file); pid > 1) ::kill(-pid, SIGKILL);
}

bool DemoHost::possible() {
    return read_all("unshare -m mount -t tmpfs none /opt 2> /dev/null").code == 0;
}

Ended DemoHost::run(const std::vector<std::string>& program) const {
    std::string line = "exec unshare -m sh -c 'mount --bind \"$1\" /opt && shift && exec \"$@\" 2>&1' sh " +
                       sh_quote(opt_.path().string());
    for (const std::string& word : program) line += " " + sh_quote(word);
    return read_all(line);
}

std::vector<std::string> DemoHost::method_command(const std::string& method,
                                                  const std::string& properties) const {
    const fs::path file = stage_.write(method + ".properties", properties);
    return {"sh", (payload / (method + ".sh")).string(), file.string()};
}

Ended DemoHost::start(const std::string& method, const std::string& properties) const {
    return run(method_command(method, properties));
}

int DemoHost::start_aside(const std::string& method, const std::string& properties) const {
    std::vector<std::string> program = {"sh", "-c", "setsid \"$@\" > /dev/null 2>&1 & echo $!", "sh"};
    for (const std::string& word : method_command(method, properties)) program.push_back(word);
    return std::stoi(run(program).out);
}

std::set<std::string> DemoHost::look(const std::string& values, const std::string& shell) const {
    const fs::path script = stage_.write("look", values + "\n" + read_text(payload / "look.sh"));
    std::istringstream lines(run({"sh", "-c", "exec " + shell + " < \"$1\"", "sh", script.string()}).out);
    std::set<std::string> words;
    for (std::string line; std::getline(lines, line);) words.insert(line);
    return words;
}

int DemoHost::process(const std::string& file) const {
    int pid = 0;
    std::ifstream(home() / file) >> pid;
    return pid;
}

}  // namespace clientpush
