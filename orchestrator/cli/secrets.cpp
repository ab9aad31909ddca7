#include "cli/secrets.h"

#include <fcntl.h>
#include <openssl/ui.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "base/clock.h"
#include "base/error.h"
#include "base/owned.h"
#include "base/untrusted.h"
#include "local/process.h"
#include "push/within.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest = 1024;
constexpr std::chrono::seconds program_limit{30};

Error refused(const char* reason, const std::string& what, const std::string& cure) {
    return {Error::Kind::refused, reason, what, cure};
}

bool is_program(const struct stat& facts) {
    return (facts.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0;
}

/// Nobody else may read a password or say which program prints it. A group that somebody else has set up
/// for us is no carelessness of ours.
void check_permissions(const std::string& file, const struct stat& facts) {
    const mode_t harm = is_program(facts) ? mode_t{022} : mode_t{066};
    const mode_t judged = facts.st_uid == ::getuid() ? mode_t{077} : mode_t{007};
    if ((facts.st_mode & harm & judged) == 0) return;
    throw refused("password-file-unprotected",
                  is_program(facts)
                      ? "other users can change the program " + file + ", which prints a password"
                      : "other users can read the password file " + file,
                  "run: chmod " + std::string(is_program(facts) ? "go-w " : "600 ") + file);
}

/// Wipes what is left of the text.
Secret first_line(std::string text, const std::string& where) {
    std::string line = text.substr(0, text.find('\n'));
    wipe(text);
    if (line.ends_with('\r')) line.pop_back();
    Secret secret(std::move(line));
    if (secret.empty())
        throw refused("password-empty", "the first line of " + where + " is empty",
                      "it must hold the password: write it there, or name another file");
    return secret;
}

Secret read_file(const std::string& file) {
    std::ifstream in;
    in.rdbuf()->pubsetbuf(nullptr, 0);  // no copy that nobody wipes
    in.open(file, std::ios::binary);
    std::string text(longest, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad() || !in.is_open())
        throw refused("password-file-missing", "cannot read the password file " + file,
                      "name a file that this user may read");
    return first_line(std::move(text), file);
}

std::string last_words(const local::ProcessEnd& end) {
    std::string_view last = tail(end.err, 300);
    while (last.ends_with('\n')) last.remove_suffix(1);
    return last.empty() ? "" : "; it said: " + printable(last);
}

asio::awaitable<Secret> run_program(std::string file) {
    SystemClock clock;
    local::ProcessStart start;
    start.program = fs::absolute(file).string();
    start.directory = fs::current_path();
    const std::string cure = "run it yourself and see: " + file;
    const Error late = refused("password-program",
                               "the program " + file + " has printed no password within 30 seconds", cure);
    local::ProcessEnd end = co_await within(clock, program_limit, local::run_process(std::move(start)), late);
    Secret printed = Secret(std::move(end.out));
    if (!end.signal.empty() || end.status != 0)
        throw refused("password-program",
                      "the program " + file + ", which should print a password, failed" + last_words(end),
                      cure);
    co_return first_line(std::string(printed.reveal()), "what " + file + " prints");
}

asio::awaitable<Secret> fetch(std::string file) {
    struct stat facts = {};
    const bool there = ::stat(file.c_str(), &facts) == 0;
    if (!there || !S_ISREG(facts.st_mode))
        throw refused("password-file-missing", "there is no password file " + file,
                      "name a file with the password in its first line, or a program that prints it");
    check_permissions(file, facts);
    if (!is_program(facts)) co_return read_file(file);
    co_return co_await run_program(file);
}

}  // namespace

asio::awaitable<Secret> Secrets::read(std::string file) {
    std::shared_ptr<Once<Secret>> once;
    {
        const std::lock_guard lock(mutex_);
        if (const auto answer = asked_.find(file); answer != asked_.end()) co_return answer->second;
        auto& known = read_[file];
        if (!known) known = std::make_shared<Once<Secret>>([file] { return fetch(file); });
        once = known;
    }
    co_return co_await once->get();
}

asio::awaitable<Secret> Secrets::passphrase(fs::path key, std::string file) {
    if (!file.empty()) co_return co_await read(file);
    if (!may_ask_ || !has_terminal()) co_return Secret();
    co_return ask_secret("Passphrase of " + key.string() + " (nothing: go on without this key)");
}

void Secrets::ask(std::string_view name, const std::string& prompt) {
    const std::lock_guard lock(mutex_);
    if (asked_.contains(name)) return;
    asked_.emplace(name, ask_secret(prompt));
}

bool has_terminal() {
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0) return false;
    ::close(terminal);
    return true;
}

Secret ask_secret(const std::string& prompt) {
    if (!has_terminal())
        throw Error(Error::Kind::usage, "no-terminal", "there is no terminal to ask on: " + prompt,
                    "name a file or a program instead: --connection-password-file, --become-password-file, "
                    "--private-key-passphrase-file");
    // OpenSSL's own way of asking gives the terminal its echo back, whatever signal comes.
    const Owned<UI, UI_free> terminal(UI_new_method(UI_OpenSSL()));
    const std::string question = prompt + ": ";  // the terminal keeps no copy of it
    std::string answer(longest, '\0');
    UI_add_input_string(terminal.get(), question.c_str(), 0, answer.data(), 0,
                        static_cast<int>(answer.size()) - 1);
    const int result = UI_process(terminal.get());
    answer.resize(answer.find('\0'));
    Secret secret(std::move(answer));
    if (result != 0)
        throw Error(Error::Kind::cancelled, "interrupted", "no answer to: " + prompt, "nothing was done");
    return secret;
}

}  // namespace clientpush
