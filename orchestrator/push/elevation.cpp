#include "push/elevation.h"

#include <optional>

#include "base/untrusted.h"
#include "profile/command.h"
#include "push/remote.h"

namespace clientpush {

extern const std::string_view elevate_script;

namespace {

constexpr std::size_t answer_limit = 4096;

Error refused(const std::string& reason, const std::string& what, const std::string& cure) {
    return {Error::Kind::refused, reason, what, cure};
}

/// The line of sudoers that is enough.
std::string sudoers_line(const std::string& user) {
    return "give the login this line in sudoers (visudo): LOGIN ALL=(" + user + ") NOPASSWD: /bin/sh -s";
}

std::string opening(const Elevation& elevation, const std::string& mark) {
    std::string text = "{\nbecome_user=" + sh_quote(elevation.user) + "\nmark=" + sh_quote(mark) + "\n";
    text += elevate_script;
    text += "}\n";
    return std::to_string(text.size()) + "\n" + text;
}

/// The one line that the new shell is sent before it has said that it reads: it takes its input by blocks.
std::string first_line(const std::string& mark) {
    return "cd 2> /dev/null; printf '%s ready\\n' " + sh_quote(mark) + "; " + std::string(reading_line()) +
           "\n";
}

class Elevating {
public:
    Elevating(Conversation& conversation, Elevation elevation, std::string mark)
        : conversation_(conversation), elevation_(std::move(elevation)), mark_(std::move(mark)) {}

    asio::awaitable<void> run() {
        co_await conversation_.say(opening(elevation_, mark_));
        std::string word = co_await next_word();
        std::string line = first_line(mark_);
        if (word == "password") {
            const Secret password = co_await the_password();
            std::string said = std::string(password.reveal()) + "\n";
            co_await conversation_.say(said);
            word = co_await next_word();
            if (word == "right") line.insert(0, said);
            wipe(said);
        }
        check(word);
        co_await conversation_.say(line);
        wipe(line);
        if (co_await next_word() != "ready") check("refused");
    }

private:
    /// What sudo or the new shell prints instead may hold the password, so it is never quoted.
    asio::awaitable<std::string> next_word() {
        std::optional<Error> broke_off;
        try {
            co_await conversation_.hear(mark_ + " ", answer_limit);
            std::string line = co_await conversation_.hear("\n", answer_limit);
            line.pop_back();
            said_ = line.substr(std::min(line.find(' ') + 1, line.size()));
            co_return line.substr(0, line.find(' '));
        } catch (const Error& error) {
            if (error.reason() != "no-trailer") throw;
            broke_off =
                Error(error.kind(), error.reason(), "the shell ended while sudo was to start another one",
                      "log in by hand and try: sudo -u " + elevation_.user + " /bin/sh -s");
        }
        throw *broke_off;
    }

    asio::awaitable<Secret> the_password() {
        Secret password;
        if (elevation_.password) password = co_await elevation_.password();
        if (password.empty())
            throw refused("sudo-password-missing", "sudo wants a password, and none was given",
                          "give it by --become-password-file or -K (clientpush_become_password_file in the "
                          "inventory), or " +
                              sudoers_line(elevation_.user));
        co_return password;
    }

    void check(const std::string& word) const {
        if (word == "free" || word == "right") return;
        if (word == "missing")
            throw refused("sudo-missing", "there is no sudo for the login on the host",
                          "install it, or log in as " + elevation_.user + " itself");
        if (word == "wrong")
            throw refused("sudo-password-wrong", "sudo does not take the password",
                          "see that it is the login's own; it was tried once and is not tried again");
        throw refused("sudo-refused",
                      "sudo does not let the login work as " + elevation_.user +
                          (said_.empty() ? "" : ": " + printable(tail(said_, 300))),
                      sudoers_line(elevation_.user));
    }

    Conversation& conversation_;
    Elevation elevation_;
    std::string mark_;
    std::string said_;
};

}  // namespace

asio::awaitable<std::unique_ptr<Conversation>> elevate(Connection* connection, Elevation elevation,
                                                       std::string mark) {
    auto conversation = co_await connection->talk(std::string(shell_line()));
    Elevating elevating(*conversation, std::move(elevation), std::move(mark));
    co_await elevating.run();
    co_return conversation;
}

}  // namespace clientpush
