#include "openssh/dialogue.h"

#include "openssh/failure.h"

namespace clientpush::openssh {
namespace {

using Stream = local::Child::Stream;

constexpr const char* word_of_the_relay = "clientpush is logged in\n";
constexpr std::size_t greeting_limit = std::size_t{16} * 1024;  // of what the login shell prints on its own
constexpr int ssh_failed_or_no_status = 255;

}  // namespace

const std::string& Dialogue::relay() {
    // The shell reads the line byte by byte, so that the rest is the command's.
    static const std::string line =
        "exec sh -c 'echo clientpush is logged in; IFS= read -r line; eval \"$line\"'";
    return line;
}

Dialogue::Dialogue(const asio::any_io_executor& executor, const local::ChildStart& start, std::string host)
    : host_(std::move(host)),
      child_(executor, start, [this](Stream stream, std::string_view text) { listener_(stream, text); }) {
    listener_ = [this](Stream stream, std::string_view text) {
        if (stream == Stream::out)
            heard_.out(text);
        else if (complaints_.size() < greeting_limit)
            complaints_ += text;
    };
}

asio::awaitable<void> Dialogue::end_of_all() {
    for (child_.listen(); !child_.over(); child_.listen()) co_await child_.wait(false);
}

asio::awaitable<void> Dialogue::log_in() {
    for (child_.listen(); !heard_.take(word_of_the_relay, greeting_limit); child_.listen()) {
        if (!child_.has_output(Stream::out)) {
            co_await end_of_all();
            throw failure(host_, complaints_, child_.exit()->status);
        }
        co_await child_.wait(false);
    }
    heard_ = {};
    listener_ = [this](Stream stream, std::string_view text) {
        stream == Stream::out ? heard_.out(text) : heard_.err(text);
    };
}

asio::awaitable<void> Dialogue::begin(std::string line) {
    if (line.find('\n') != std::string::npos)
        throw Error(Error::Kind::internal, "line-broken", "a command line of ours holds a line break");
    line += '\n';
    co_await say(line);
}

asio::awaitable<void> Dialogue::say(std::string_view bytes) {
    for (;;) {
        child_.write(bytes);
        child_.listen();
        if (bytes.empty() || child_.over()) co_return;
        co_await child_.wait(true);
    }
}

asio::awaitable<std::string> Dialogue::hear(std::string end, std::size_t limit) {
    for (;;) {
        child_.listen();
        if (auto text = heard_.take(end, limit)) co_return std::move(*text);
        if (!child_.has_output(Stream::out)) break;
        co_await child_.wait(false);
    }
    co_await end_of_all();
    throw heard_.broke_off(host_, told_status());
}

/// ssh gives its 255 for a lost connection, a lost status, a signal, and a command's own 255.
std::optional<int> Dialogue::told_status() const {
    const auto status = child_.exit()->status;
    if (status == ssh_failed_or_no_status) return std::nullopt;
    return status;
}

}  // namespace clientpush::openssh
