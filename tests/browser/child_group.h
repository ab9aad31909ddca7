#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace clientpush {

/// A program in a process group of its own, with its output at our end of a pipe; the group ends with this.
class ChildGroup {
public:
    explicit ChildGroup(const std::vector<std::string>& command);
    ~ChildGroup();

    ChildGroup(const ChildGroup&) = delete;
    ChildGroup& operator=(const ChildGroup&) = delete;

    /// One line of its output; "" at the end.
    std::string read_line();

private:
    pid_t pid_ = -1;
    int output_ = -1;
};

}  // namespace clientpush
