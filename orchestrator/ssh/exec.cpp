#include "ssh/exec.h"

#include <algorithm>

#include "ssh/channel.h"

namespace clientpush::ssh {

asio::awaitable<CommandResult> execute(Session* session, Command command) {
    CommandResult result;
    Channel channel(*session, [&](Channel::Stream stream, std::string_view text) {
        std::string& kept = stream == Channel::Stream::out ? result.out : result.err;
        const std::size_t room = command.output_limit - std::min(command.output_limit, kept.size());
        kept.append(text.substr(0, room));
        if (text.size() > room) result.cut = true;
    });
    co_await channel.start(command.line);
    co_await channel.send(command.input);
    co_await channel.end_input();
    while (co_await channel.listen()) {
    }
    co_await channel.wait_for_end();
    result.signal = channel.signal();
    if (result.signal.empty()) result.status = channel.status();
    co_await channel.free();
    co_return std::move(result);
}

}  // namespace clientpush::ssh
