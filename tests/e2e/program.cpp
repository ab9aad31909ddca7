#include "e2e/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <utility>

namespace clientpush {
namespace {

/// Output goes to files without a name: nobody has to read while the program writes.
int file_without_name(const char* use) {
    const int file = ::memfd_create(use, MFD_CLOEXEC);
    if (file < 0) throw std::runtime_error("no memory for the output of a program");
    return file;
}

std::string text_of(int file) {
    std::string text;
    std::array<char, 65536> part{};
    for (ssize_t size = 0;
         (size = ::pread(file, part.data(), part.size(), static_cast<off_t>(text.size()))) > 0;)
        text.append(part.data(), static_cast<std::size_t>(size));
    return text;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_of(const Start& start) {
    const char* path = std::getenv("PATH");
    std::vector<std::string> lines{std::string("PATH=") + (path == nullptr ? "/usr/bin:/bin" : path)};
    for (const auto& [name, value] : start.environment) lines.push_back(name + "=" + value);
    return lines;
}

}  // namespace

RunningProgram::RunningProgram(const Start& start)
    : out_(file_without_name("out")), err_(file_without_name("err")) {
    std::vector<std::string> words = start.words;
    std::vector<std::string> lines = environment_of(start);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out_, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, err_, STDERR_FILENO);
    if (!start.folder.empty()) posix_spawn_file_actions_addchdir_np(&files, start.folder.c_str());
    const int failed = ::posix_spawnp(&pid_, words[0].c_str(), &files, nullptr, pointers_to(words).data(),
                                      pointers_to(lines).data());
    posix_spawn_file_actions_destroy(&files);
    if (failed == 0) return;
    ::close(out_);
    ::close(err_);
    throw std::runtime_error("cannot run " + words[0]);
}

RunningProgram::RunningProgram(RunningProgram&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      status_(other.status_),
      reaped_(std::exchange(other.reaped_, true)),
      out_(std::exchange(other.out_, -1)),
      err_(std::exchange(other.err_, -1)) {}

RunningProgram::~RunningProgram() {
    if (!reaped_) {
        signal(SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    for (const int file : {out_, err_})
        if (file >= 0) ::close(file);
}

bool RunningProgram::ended() {
    if (!reaped_ && ::waitpid(pid_, &status_, WNOHANG) == pid_) reaped_ = true;
    return reaped_;
}

void RunningProgram::signal(int number) const {
    if (!reaped_) ::kill(pid_, number);
}

Output RunningProgram::wait() {
    if (!reaped_) ::waitpid(pid_, &status_, 0);
    reaped_ = true;
    const int code = WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
    return {code, text_of(out_), text_of(err_)};
}

Output run_to_end(const Start& start) {
    return RunningProgram(start).wait();
}

bool eventually(const std::function<bool()>& question) {
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + 1min;
    while (!question()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(5ms);  // between two questions, so that what is asked about can go on
    }
    return true;
}

}  // namespace clientpush
