#include "differential/ansible.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "support/files.h"

namespace clientpush {
namespace {

/// Debian's, whatever else is first on the PATH: its Ansible is for this one.
constexpr const char* python = "/usr/bin/python3";

std::array<int, 2> open_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return ends;
}

/// Nothing of this machine's settings reaches it, and a set has the same order in every run.
std::vector<std::string> environment(const TempDir& home) {
    return {"HOME=" + home.path().string(),
            "ANSIBLE_CONFIG=" + (home / "ansible.cfg").string(),
            "ANSIBLE_LOCAL_TEMP=" + (home / "tmp").string(),
            "PYTHONHASHSEED=0",
            "PATH=/usr/bin:/bin",
            "LC_ALL=C.UTF-8"};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

}  // namespace

Ansible::Ansible() {
    write_text(home_ / "ansible.cfg", "[defaults]\n");
    start();
    if (child_ < 0) {
        absent_ = "there is no " + std::string(python);
        return;
    }
    const nlohmann::json hello = read_line();
    if (hello.contains("absent"))
        absent_ = "Ansible is not installed: " + hello.at("absent").get<std::string>();
    version_ = hello.value("version", "");
}

Ansible::~Ansible() {
    to_it_.reset();
    if (child_ > 0) waitpid(child_, nullptr, 0);
}

Ansible& Ansible::shared() {
    static Ansible ansible;
    return ansible;
}

void Ansible::start() {
    const auto [its_input, input] = open_pipe();
    const auto [output, its_output] = open_pipe();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, its_input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, its_output, STDOUT_FILENO);
    std::vector<std::string> words{python, CLIENTPUSH_SOURCE_DIR "/tests/differential/ansible_inventory.py"};
    std::vector<std::string> settings = environment(home_);
    if (posix_spawn(&child_, python, &actions, nullptr, pointers(words).data(), pointers(settings).data()) !=
        0)
        child_ = -1;
    posix_spawn_file_actions_destroy(&actions);
    close(its_input);
    close(its_output);
    to_it_.reset(fdopen(input, "w"));
    from_it_.reset(fdopen(output, "r"));
}

nlohmann::json Ansible::read_line() {
    std::string line;
    for (int c = std::fgetc(from_it_.get()); c != EOF && c != '\n'; c = std::fgetc(from_it_.get())) {
        line += static_cast<char>(c);
    }
    return nlohmann::json::parse(line);
}

nlohmann::json Ansible::ask(const Question& question) {
    const nlohmann::json request{
        {"sources", question.sources}, {"patterns", question.patterns}, {"limits", question.limits}};
    std::fputs((request.dump() + "\n").c_str(), to_it_.get());
    std::fflush(to_it_.get());
    return read_line();
}

}  // namespace clientpush
