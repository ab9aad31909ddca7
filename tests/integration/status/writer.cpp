#include "integration/status/writer.h"

#include <unistd.h>

#include <csignal>
#include <sstream>

#include "integration/status/state_test.h"
#include "support/child.h"

namespace clientpush {
namespace {

/// With one system call, so that it is out before anything else can happen.
void say(const std::string& line) {
    const std::string whole = line + "\n";
    if (write(STDOUT_FILENO, whole.data(), whole.size()) < 0) _exit(9);
}

asio::awaitable<void> intend(Store& store, RunId run, int number) {
    std::string words = "ack " + std::to_string(number);
    try {
        co_await store.commit(intention(run, number));
    } catch (const Error& e) {
        words = "error " + e.reason();
    }
    say(words);
}

Written parse(const std::string& output) {
    Written written;
    std::istringstream lines(output);
    for (std::string kind, value; lines >> kind >> value;) {
        if (kind == "error") {
            written.errors.push_back(value);
        } else if (value == "run") {
            written.run = true;
        } else {
            written.acknowledged.insert(std::stoi(value));
        }
    }
    return written;
}

}  // namespace

int write_state(const Writing& writing) {
    const auto store = open_store(writing.state);
    const auto open = store->open_run();
    const RunId run = open ? open->id : begin_run(*store, writing.hosts);
    say("ack run");
    for (int done = 0; done < writing.hosts; done += writing.at_once) {
        asio::io_context loop;
        for (int i = 1; i <= writing.at_once; ++i) {
            asio::co_spawn(loop, intend(*store, run, done + i), [](std::exception_ptr) {});
        }
        loop.run();
    }
    return 0;
}

Written run_writer(const Writing& writing, std::vector<std::string> tracer) {
    std::vector<std::string> command = std::move(tracer);
    command.insert(command.end(), {this_program(), "--write", writing.state.string(),
                                   std::to_string(writing.hosts), std::to_string(writing.at_once)});
    const ChildResult result = run_child(command);
    Written written = parse(result.output);
    written.killed = result.signal == SIGKILL;
    return written;
}

}  // namespace clientpush
