#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "support/temp_dir.h"

namespace clientpush {

/// A real ssh-agent with a socket of its own.
class SshAgent {
public:
    SshAgent();
    ~SshAgent();
    SshAgent(const SshAgent&) = delete;
    SshAgent& operator=(const SshAgent&) = delete;

    std::string socket() const { return (folder_ / "socket").string(); }

    /// Adds a key without a passphrase, and its certificate if there is one.
    void add(const std::filesystem::path& key) const;

    /// Stops it in the middle of whatever it does.
    void freeze() const;

private:
    TempDir folder_;
    pid_t pid_ = -1;
};

/// Something else at the end of a socket: takes one connection after another, reads a little, answers with
/// the same bytes each time and hangs up.
class FakeAgent {
public:
    explicit FakeAgent(std::string answer);
    ~FakeAgent();
    FakeAgent(const FakeAgent&) = delete;
    FakeAgent& operator=(const FakeAgent&) = delete;

    std::string socket() const { return (folder_ / "socket").string(); }

private:
    TempDir folder_;
    pid_t pid_ = -1;
};

}  // namespace clientpush
