#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace clientpush {

/// A real systemd as the first process of namespaces of its own, in a control group of its own, with nothing
/// to do. It needs root and a kernel that lets it; where it does not come up, why() says so.
class Systemd {
public:
    Systemd();
    ~Systemd();
    Systemd(const Systemd&) = delete;
    Systemd& operator=(const Systemd&) = delete;

    /// "" when it runs.
    const std::string& why_not() const { return why_not_; }

    /// A program that becomes another one there, and its first arguments.
    std::vector<std::string> inside() const;

private:
    TempDir folder_;
    pid_t pid_ = -1;
    std::string why_not_;
};

}  // namespace clientpush
