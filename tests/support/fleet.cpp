#include "support/fleet.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace clientpush {
namespace {

namespace fs = std::filesystem;

std::string program() {
    const char* const path = std::getenv("CLIENTPUSH_FLEET");
    if (path == nullptr) throw std::runtime_error("CLIENTPUSH_FLEET does not name clientpush-fleet");
    return path;
}

fs::path new_folder() {
    std::string name = fs::temp_directory_path() / "clientpush-fleet-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    return name;
}

/// "127.a.b." for this process: 173 * 256 blocks, and process ids that run at one time are close together.
std::string own_block() {
    const int block = ::getpid() % (173 * 256);
    return "127." + std::to_string(78 + block / 256) + "." + std::to_string(block % 256) + ".";
}

std::string read_all(int pipe) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t size = 0; (size = ::read(pipe, part.data(), part.size())) > 0;) {
        text.append(part.data(), static_cast<std::size_t>(size));
    }
    return text;
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments) {
    std::array<int, 2> output{};
    if (::pipe2(output.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, output[1], STDERR_FILENO);
    std::vector<std::string> words = arguments;
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);

    pid_t child = 0;
    const int failed = ::posix_spawnp(&child, pointers[0], &files, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    ::close(output[1]);
    ProgramResult result{127, read_all(output[0])};
    ::close(output[0]);
    if (failed != 0) throw std::runtime_error("cannot run " + words[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return result;
}

Fleet::Fleet(std::vector<std::string> names, const FleetSettings& settings)
    : names_(std::move(names)), scratch_(new_folder()), management_point_(own_block() + "250") {
    std::vector<std::string> words{program(),
                                   "up",
                                   "--daemon",
                                   "--dir",
                                   dir(),
                                   "--base",
                                   own_block() + "0",
                                   "--port",
                                   "0",
                                   "--user",
                                   settings.user,
                                   "--until",
                                   std::to_string(::getpid())};
    for (const std::uint16_t port : settings.management_point_ports) {
        words.insert(words.end(), {"--mp", management_point_ + ":" + std::to_string(port)});
    }
    words.insert(words.end(), names_.begin(), names_.end());
    const ProgramResult result = run_program(words);
    if (result.status != 0) {
        fs::remove_all(scratch_);
        throw std::runtime_error(result.out);
    }
    read_port();
}

Fleet::~Fleet() {
    down();
    std::error_code ignored;
    fs::remove_all(scratch_, ignored);
}

/// A line of known_hosts starts with "[127.77.1.1]:2222 ".
void Fleet::read_port() {
    std::string first;
    std::getline(std::ifstream(known_hosts()), first, ' ');
    port_ = static_cast<std::uint16_t>(std::stoi(first.substr(first.find(':') + 1)));
}

std::string Fleet::address(const std::string& host) const {
    const auto found = std::find(names_.begin(), names_.end(), host);
    return own_block() + std::to_string(found - names_.begin() + 1);
}

std::string Fleet::order(std::vector<std::string> words) const {
    words.insert(words.begin(), program());
    words.insert(words.begin() + 2, {"--dir", dir()});
    ProgramResult result = run_program(words);
    if (result.status != 0) throw std::runtime_error(result.out);
    return result.out;
}

void Fleet::set(const std::string& host, const std::string& state) const {
    order({"set", host, state});
}
void Fleet::swap_key(const std::string& host) const {
    order({"swap-key", host});
}
void Fleet::revoke(const std::string& host) const {
    order({"revoke", host});
}
void Fleet::admit(const std::string& host) const {
    order({"admit", host});
}
void Fleet::reboot(const std::string& host) const {
    order({"reboot", host});
}

void Fleet::limit_disk(const std::string& host, const std::string& size) const {
    order({"limit", host, "--disk", size});
}

void Fleet::open_management_point(std::uint16_t port) const {
    order({"mp", "open", management_point_ + ":" + std::to_string(port)});
}

void Fleet::close_management_point(std::uint16_t port) const {
    order({"mp", "close", management_point_ + ":" + std::to_string(port)});
}

ProgramResult Fleet::exec(const std::string& host, const std::string& line) const {
    return run_program({program(), "exec", "--dir", dir(), host, "--", "/bin/sh", "-c", line});
}

int Fleet::connections(const std::string& host) const {
    std::istringstream lines(order({"list"}));
    for (std::string name, endpoint, state, count; lines >> name >> endpoint >> state >> count;) {
        if (name == host) return std::stoi(count);
    }
    throw std::runtime_error("the fleet has no host " + host);
}

int Fleet::starts(const std::string& host) const {
    std::ifstream log(host_folder(host) / "opt/demo-client/starts.log");
    int lines = 0;
    for (std::string line; std::getline(log, line);) ++lines;
    return lines;
}

void Fleet::down() const {
    run_program({program(), "down", "--dir", dir()});
}

}  // namespace clientpush
