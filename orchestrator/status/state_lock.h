#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "base/time.h"
#include "status/files.h"

namespace clientpush {

/// Who owns a state, in its own words. `pid` is 0 while it has not yet said.
struct LockHolder {
    int pid = 0;
    std::string command;
    std::string since;  ///< "2026-11-22T20:15:03Z"
};

/// The right to write to one state: one process at a time has it, and it ends with that process, however it
/// ends. It is an open-file-description lock on `<state>.lock`.
class StateLock {
public:
    /// The lock, or who has it. Makes the state's folder when it is missing.
    static std::variant<StateLock, LockHolder> try_acquire(const std::filesystem::path& state,
                                                           const std::string& command, Time now);

    /// Throws Error{usage} "state-busy", which names the holder and how to reach it.
    static StateLock acquire(const std::filesystem::path& state, const std::string& command, Time now);

    /// Who owns the state now, if anybody; asks only, and makes nothing. Of somebody else's state that may
    /// not be read it says that it is owned.
    static std::optional<LockHolder> holder(const std::filesystem::path& state);

    /// What is locked, as an absolute path.
    const std::filesystem::path& state() const { return state_; }

private:
    StateLock(std::filesystem::path state, FileDescriptor file);

    std::filesystem::path state_;
    FileDescriptor file_;
};

}  // namespace clientpush
