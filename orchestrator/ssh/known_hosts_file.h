#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ssh/host_key.h"

namespace clientpush::ssh {

/// Makes `keys` the keys on record for a host in our own known_hosts file (mode 0600, made when it is not
/// there). `name` is as the file has it: "host" or "[host]:port". Other hosts of a line, comments, and
/// @revoked and @cert-authority lines stay. `note` is written behind each key. Two processes that do this at
/// the same time wait for each other. Throws Error{usage} "known-hosts-not-written"; the file is then as it
/// was.
void record_host_keys(const std::filesystem::path& file, const std::string& name,
                      const std::vector<HostKey>& keys, const std::string& note = {});

}  // namespace clientpush::ssh
