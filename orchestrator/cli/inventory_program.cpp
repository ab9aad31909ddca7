#include "cli/inventory_program.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "base/untrusted.h"
#include "local/process.h"
#include "push/within.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

Error wrong(const std::string& what, const std::string& complained, const std::string& cure) {
    constexpr std::size_t most = 500;
    std::string_view last = tail(complained, most);
    while (last.ends_with('\n') || last.ends_with('\r')) last.remove_suffix(1);
    const std::string said = printable(last);
    return {Error::Kind::usage, "inventory-program", said.empty() ? what : what + "; it said: " + said, cure};
}

local::ProcessEnd run(const std::string& program, Duration limit) {
    asio::io_context loop(1);
    SystemClock clock;
    local::ProcessStart start;
    start.program = fs::absolute(program).string();
    start.arguments = {"--list"};
    start.directory = fs::current_path();
    start.output_limit = std::size_t{256} << 20;
    start.end_at_limit = true;
    std::optional<local::ProcessEnd> end;
    std::exception_ptr failure;
    const Error late = wrong("this program has not ended within " + to_text(limit), "",
                             "see why it hangs, or give it more time: --inventory-timeout 2m");
    asio::co_spawn(loop, within(clock, limit, local::run_process(std::move(start)), late),
                   [&](const std::exception_ptr& thrown, local::ProcessEnd result) {
                       failure = thrown;
                       end = std::move(result);
                   });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*end);
}

}  // namespace

std::string output_of_inventory(const std::string& program, Duration limit) {
    local::ProcessEnd end = run(program, limit);
    const std::string cure = fmt::format("run it yourself: {} --list", program);
    if (end.cut)
        throw wrong("this program prints more than 256 MiB", end.err, "let it print less, or write CSV");
    if (end.left_behind)
        throw wrong("this program has ended, but left a process behind that holds its output", end.err,
                    "let that process close its output: >/dev/null 2>&1 </dev/null");
    if (!end.signal.empty()) throw wrong("this program was ended by signal " + end.signal, end.err, cure);
    if (end.status != 0)
        throw wrong(fmt::format("this program ended with {}", end.status.value_or(-1)), end.err, cure);
    return std::move(end.out);
}

}  // namespace clientpush
