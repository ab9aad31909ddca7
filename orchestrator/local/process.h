#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/asio.h"

namespace clientpush::local {

struct ProcessStart {
    std::string program;  ///< an absolute path
    std::vector<std::string> arguments;
    std::filesystem::path directory;
    std::size_t output_limit = std::size_t{1} << 20;  ///< bytes kept of each stream; more is read and dropped
    bool end_at_limit = false;                        ///< one that prints more is killed
};

struct ProcessEnd {
    std::optional<int> status;  ///< absent when a signal ended it
    std::string signal;         ///< "KILL"
    std::string out;
    std::string err;
    bool cut = false;
    bool left_behind = false;  ///< it had ended, and processes that it had started held its output: killed
};

/// Runs a child process without input, in a process group of its own, and returns when it has ended and its
/// output too. A moment after its end nobody has to hold its output any more: then the rest of its group is
/// killed. The child inherits nothing but its standard streams and the environment. A cancelled call kills
/// the group; the children that left it (setsid) live on. Throws Error{remote} "no-start" when the program or
/// the directory is not there.
asio::awaitable<ProcessEnd> run_process(ProcessStart start);

}  // namespace clientpush::local
