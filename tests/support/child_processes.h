#pragma once

#include <sys/types.h>

#include <vector>

namespace clientpush {

/// The descendants of a process, as they are whenever it is asked: what an sshd has made for its logins.
class ChildProcesses {
public:
    explicit ChildProcesses(pid_t parent) : parent_(parent) {}

    /// Children before grandchildren.
    std::vector<pid_t> list() const;

    /// To all that there are now.
    void send(int signal) const;

    /// Kills all and returns when they are gone.
    void end() const;

private:
    pid_t parent_;
};

}  // namespace clientpush
