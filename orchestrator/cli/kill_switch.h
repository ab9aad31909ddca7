#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace clientpush {

/// The file that keeps every push of this state from starting anything while it is there.
class KillSwitch {
public:
    explicit KillSwitch(std::filesystem::path file) : file_(std::move(file)) {}

    /// "the kill switch FILE is there: its first line", or nothing. One that cannot be looked at counts as
    /// there.
    std::optional<std::string> thrown() const;

    /// Throws Error{usage} "kill-switch".
    void refuse_if_thrown() const;

private:
    std::filesystem::path file_;
};

}  // namespace clientpush
