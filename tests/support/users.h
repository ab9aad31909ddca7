#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace clientpush {

/// A user who exists, and has a password, for one program only: that program sees its own /etc/passwd,
/// /etc/shadow and /etc/pam.d/sshd, in a mount namespace of its own. Needs root.
class OwnUsers {
public:
    /// Can such users be made here?
    static bool possible();

    /// One whose password has expired is asked for a new one at the next login.
    enum class Password { valid, expired };

    explicit OwnUsers(const std::string& password, Password state = Password::valid);

    const std::string& name() const { return name_; }

    /// What to put before the command line of a program for which they exist.
    std::vector<std::string> before() const;

private:
    TempDir folder_;
    std::string name_ = "clientpush-test";
};

}  // namespace clientpush
