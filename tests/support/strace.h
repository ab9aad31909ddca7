#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace clientpush {

/// One system call of one thread: strace counts every kind of call, in every thread, by itself.
struct TracedCall {
    std::string name;
    int number = 0;
};

/// Calls by which a database changes a disk, as strace names them.
extern const std::string disk_calls;

/// "strace", what it always needs, and these options; to stand before a command line.
std::vector<std::string> strace(const std::vector<std::string>& options);

/// Writes the calls of these kinds to a file.
std::vector<std::string> strace_to(const std::filesystem::path& log, const std::string& calls = disk_calls);

/// Kills the program in this call, before it is made.
std::vector<std::string> strace_killing_at(const TracedCall& call);

/// Lets every call of this kind fail with an error ("EIO"), from the first of these on.
std::vector<std::string> strace_failing_from(const TracedCall& call, const std::string& error);

/// What the busiest thread did, in order, by the file that strace wrote.
std::vector<TracedCall> calls_of_busiest(const std::filesystem::path& log,
                                         const std::string& calls = disk_calls);

/// `count` of them, from the first on, evenly.
std::vector<TracedCall> spread(const std::vector<TracedCall>& calls, std::size_t count);

/// True when this machine lets us trace a child.
bool can_trace();

}  // namespace clientpush
