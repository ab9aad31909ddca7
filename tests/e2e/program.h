#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace clientpush {

/// What a program that ran to its end left behind.
struct Output {
    int status = 0;   ///< its exit code; 128 + the signal that ended it
    std::string out;  ///< standard output
    std::string err;  ///< standard error
};

/// How a program is started: standard input is empty, and the environment holds a PATH and what stands here.
struct Start {
    std::vector<std::string> words;  ///< the program and its arguments
    std::filesystem::path folder;    ///< that it works in
    std::map<std::string, std::string> environment;
};

/// A program that runs at the same time as the test; killed when its owner goes before it has ended.
class RunningProgram {
public:
    explicit RunningProgram(const Start& start);
    RunningProgram(RunningProgram&& other) noexcept;
    RunningProgram& operator=(RunningProgram&&) = delete;
    ~RunningProgram();

    pid_t pid() const { return pid_; }
    bool ended();  ///< by now

    void signal(int number) const;
    Output wait();  ///< until it has ended

private:
    pid_t pid_ = -1;
    int status_ = 0;
    bool reaped_ = false;
    int out_ = -1;
    int err_ = -1;
};

/// Runs a program to its end.
Output run_to_end(const Start& start);

/// Asks again and again until the answer is yes; false when a minute has passed.
bool eventually(const std::function<bool()>& question);

}  // namespace clientpush
