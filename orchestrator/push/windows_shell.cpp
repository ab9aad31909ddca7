#include "push/windows_shell.h"

#include <algorithm>
#include <charconv>

#include "push/windows_answer.h"
#include "push/windows_script.h"

namespace clientpush {

namespace {

constexpr std::size_t answer_limit = std::size_t{1} << 20;

/// What the host is told; the rest is the controller's, or belongs into a file.
RemoteValues for_typing(const RemoteValues& values) {
    RemoteValues typed;
    for (const char* name :
         {"directory", "package", "attempt", "site", "http_port", "https_port", "protocol", "log"})
        if (const auto found = values.find(name); found != values.end()) typed.insert(*found);
    std::string points = values.at("management_points");
    for (auto at = points.find("https://"); at != std::string::npos; at = points.find("https://"))
        points.erase(at, 8);
    typed["management_points"] = points;
    return typed;
}

std::chrono::seconds patience_of(const RemoteValues& values) {
    long seconds = 0;
    const std::string& text = values.at("patience");
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds(seconds);
}

}  // namespace

asio::awaitable<Answer> WindowsShell::type(RemoteValues values, std::string lines) {
    const std::string nonce = new_id_();
    const std::string text = windows_call(nonce, for_typing(values), lines);
    if (!conversation_) conversation_ = co_await connection_.talk(std::string(windows_shell_line()));
    co_await conversation_->say(text);
    const std::string heard = co_await conversation_->hear(windows_answer_end(nonce), answer_limit);
    co_return read_windows_answer(heard, nonce);
}

asio::awaitable<Answer> WindowsShell::look(RemoteValues values) {
    const std::string lines = windows_look_lines(values) + values.at("profile_look");
    const Answer raw = co_await type(values, lines);
    if (!raw.last("launched").empty()) attempt_.reset();
    co_return in_posix_words(raw, values);
}

asio::awaitable<Answer> WindowsShell::call(std::string function, RemoteValues values) {
    if (function == "look") co_return co_await look(std::move(values));
    if (function == "prepare") co_return co_await type(std::move(values), windows_prepare_lines());
    if (function == "unstage") co_return co_await type(std::move(values), windows_unstage_lines());
    if (function == "await") co_return co_await await(std::move(values));
    if (function == "push") co_return co_await push(std::move(values));
    throw Error(Error::Kind::internal, "internal-error", "the runner for Windows has no " + function,
                "please report this");
}

asio::awaitable<Answer> WindowsShell::push(RemoteValues values) {
    co_await launch(values);
    co_return co_await await(std::move(values));
}

/// Believed is what the script says before it starts the installer; after that it has nothing to say.
asio::awaitable<void> WindowsShell::launch(RemoteValues values) {
    co_await type(values, windows_prepare_lines());
    const std::string nonce = new_id_();
    const std::string file = windows_attempt_file(nonce, values);
    // Under a name of its own: cmd.exe reads a script line by line, and another start of the attempt may be
    // at it.
    const std::string path =
        values.at("directory") + "\\attempts\\" + values.at("attempt") + "\\" + nonce + ".cmd";
    co_await connection_.put(sftp_path(path), file, 0);
    attempt_ = co_await connection_.talk(path);
    const std::string heard = co_await attempt_->hear(windows_answer_end(nonce), answer_limit);
    read_windows_answer(heard, nonce);
}

/// Looks, ever more rarely, until the attempt has ended or patience has. Nobody waits on the host itself: a
/// session that is cut would end whoever does.
asio::awaitable<Answer> WindowsShell::await(RemoteValues values) {
    const Duration until = clock_.elapsed() + patience_of(values);
    Duration pause = std::chrono::milliseconds(500);
    for (;;) {
        Answer answer = co_await look(values);
        if (answer.last("status") == "done") {
            const Answer story = co_await type(values, windows_story_lines());
            answer.output = story_of(story, values);
            std::string tidy = windows_tidy_lines();
            if (answer.last("rc") == "0") tidy += values.at("profile_tidy");
            co_await type(values, tidy);
            co_return answer;
        }
        if (answer.last("status") != "running" || clock_.elapsed() + pause >= until) co_return answer;
        co_await clock_.sleep(pause);
        pause = std::min<Duration>(pause * 2, std::chrono::seconds(5));
    }
}

}  // namespace clientpush
