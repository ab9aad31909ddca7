#include "local/process.h"

#include <algorithm>

#include "local/child.h"

namespace clientpush::local {

asio::awaitable<ProcessEnd> run_process(ProcessStart start) {
    ProcessEnd end;
    const ChildStart child_start{start.program, start.arguments, start.directory};
    Child child(co_await asio::this_coro::executor, child_start,
                [&](Child::Stream stream, std::string_view text) {
                    std::string& kept = stream == Child::Stream::out ? end.out : end.err;
                    const std::size_t room = start.output_limit - std::min(start.output_limit, kept.size());
                    kept.append(text.substr(0, room));
                    if (text.size() > room) end.cut = true;
                });
    child.end_input();
    for (child.listen(); !child.over(); child.listen()) {
        if (end.cut && start.end_at_limit) child.kill();
        co_await child.wait(false);
    }
    end.status = child.exit()->status;
    end.signal = child.exit()->signal;
    end.left_behind = child.left_behind();
    co_return std::move(end);
}

}  // namespace clientpush::local
