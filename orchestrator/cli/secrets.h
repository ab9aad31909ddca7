#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/asio.h"
#include "base/once.h"
#include "base/secret.h"

namespace clientpush {

/// Passwords from files, programs and the terminal. Each is fetched once per process, however many hosts want
/// it. May be used by several threads.
class Secrets {
public:
    // In the place of a file: what was asked for on the terminal at the start (-k, -K).
    static constexpr std::string_view asked_login = "-k";
    static constexpr std::string_view asked_become = "-K";

    /// The first line of the file. A file that may be executed is run, and prints it. Throws Error{refused}
    /// "password-file-missing", "password-file-unprotected" (others can read a file or change a program),
    /// "password-program" (it failed, or has not ended within 30 seconds), "password-empty".
    asio::awaitable<Secret> read(std::string file);

    /// The passphrase of a private key: from the file, when one is named, else asked for on the terminal.
    /// Empty when there is neither, or nobody may be asked any more.
    asio::awaitable<Secret> passphrase(std::filesystem::path key, std::string file);

    /// From now on the terminal is busy with something else.
    void stop_asking() { may_ask_ = false; }

    /// Asks on the terminal, once for each name; read(name) gives the answer from then on.
    void ask(std::string_view name, const std::string& prompt);

private:
    std::atomic<bool> may_ask_ = true;
    std::mutex mutex_;
    std::map<std::string, Secret, std::less<>> asked_;
    std::map<std::string, std::shared_ptr<Once<Secret>>, std::less<>> read_;
};

/// Asks on the terminal itself, without an echo; may be answered with nothing. Throws Error{usage}
/// "no-terminal", and Error{cancelled} "interrupted" for Ctrl-C.
Secret ask_secret(const std::string& prompt);

/// Is there a terminal to ask on?
bool has_terminal();

}  // namespace clientpush
