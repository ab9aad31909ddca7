#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace clientpush {

// A second process that writes a state, so that it can be killed. It is this program, started with other
// arguments.

/// What that process does: opens the state, continues its open run or begins one of `hosts` hosts, and
/// intends an attempt on each, `at_once` of them together.
struct Writing {
    std::filesystem::path state;
    int hosts = 0;
    int at_once = 1;
};

/// The body of that process. Prints "ack run" and "ack NUMBER" once they are durable, and "error REASON" for
/// each that failed.
int write_state(const Writing& writing);

/// What such a process printed before it ended.
struct Written {
    bool run = false;
    std::set<int> acknowledged;
    std::vector<std::string> errors;
    bool killed = false;
};

/// Runs it to its end. `tracer` stands before its command line: "strace" and its options.
Written run_writer(const Writing& writing, std::vector<std::string> tracer = {});

}  // namespace clientpush
