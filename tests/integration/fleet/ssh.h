#pragma once

#include <string>
#include <vector>

#include "support/fleet.h"

namespace clientpush {

/// OpenSSH's own client, strict about host keys, towards a host of the fleet.
inline std::vector<std::string> ssh_options(const Fleet& fleet) {
    return {"-o", "UserKnownHostsFile=" + fleet.known_hosts().string(),
            "-o", "GlobalKnownHostsFile=/dev/null",
            "-o", "BatchMode=yes",
            "-o", "IdentitiesOnly=yes",
            "-o", "Port=" + std::to_string(fleet.port()),
            "-i", fleet.login_key().string(),
            "-F", "/dev/null"};
}

inline ProgramResult ssh(const Fleet& fleet, const std::string& host, const std::string& command,
                         int connect_seconds = 60) {
    std::vector<std::string> words{"ssh", "-o", "ConnectTimeout=" + std::to_string(connect_seconds)};
    const std::vector<std::string> options = ssh_options(fleet);
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), {"root@" + fleet.address(host), command});
    return run_program(words);
}

}  // namespace clientpush
