#pragma once

#include <string>
#include <string_view>

#include "base/asio.h"
#include "push/remote.h"

namespace clientpush {

/// The part of a shell that takes a payload through its input, where files cannot be put or a long line makes
/// it slower. The two halves of a call, so that more can be said before the answer is there; answers come in
/// the order of the calls.
class InputShell {
public:
    virtual ~InputShell() = default;

    virtual asio::awaitable<std::string> ask(std::string function, RemoteValues values) = 0;
    virtual asio::awaitable<Answer> answer(std::string nonce) = 0;

    /// More of the data of the last call that was asked.
    virtual asio::awaitable<void> send(std::string_view data) = 0;
};

/// What a host's job asks of our runner there, in whatever shell: `look`, `prepare`, `unstage`, `push`,
/// `await`. It lives no longer than its connection, and is used by one coroutine at a time.
class HostShell {
public:
    virtual ~HostShell() = default;

    /// Throws what read_answer() throws, and Error{lost} "no-trailer" or Error{remote} "no-shell" when the
    /// shell ended before it had answered.
    virtual asio::awaitable<Answer> call(std::string function, RemoteValues values) = 0;

    /// Can files be put where this shell finds them?
    virtual bool can_put() const = 0;

    /// May the connection be given up while an attempt is at work, without ending it?
    virtual bool may_leave() const { return true; }

    /// Null for a shell that takes files only.
    virtual InputShell* input() { return nullptr; }
};

}  // namespace clientpush
