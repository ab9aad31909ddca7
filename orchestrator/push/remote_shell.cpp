#include "push/remote_shell.h"

namespace clientpush {

namespace {

constexpr std::size_t answer_limit = std::size_t{1} << 20;

}  // namespace

asio::awaitable<void> RemoteShell::start() {
    if (elevation_)
        conversation_ = co_await elevate(&connection_, *elevation_, new_id_());
    else
        conversation_ = co_await connection_.talk(std::string(shell_line()));
}

asio::awaitable<std::string> RemoteShell::ask(std::string function, RemoteValues values) {
    const std::string nonce = new_id_();
    std::string text;
    if (!conversation_) {
        token_ = new_id_();
        text = shell_opening(token_);
    }
    text += shell_call(token_, nonce, function, values);
    if (!conversation_) co_await start();
    co_await conversation_->say(text);
    co_return nonce;
}

asio::awaitable<Answer> RemoteShell::answer(std::string nonce) {
    const std::string text = co_await conversation_->hear(answer_end(nonce), answer_limit);
    co_return read_answer(text, nonce);
}

asio::awaitable<Answer> RemoteShell::call(std::string function, RemoteValues values) {
    std::string nonce = co_await ask(std::move(function), std::move(values));
    co_return co_await answer(std::move(nonce));
}

}  // namespace clientpush
