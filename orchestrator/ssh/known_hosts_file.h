#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ssh/host_key.h"

namespace clientpush::ssh {

/// What is to be on record for a host.
struct RecordedHost {
    std::vector<std::string> names;  ///< as the file has them: "host" or "[host]:port"
    std::vector<HostKey> keys;
};

/// Makes these the keys on record for the hosts in our own known_hosts file (mode 0600, made when it is not
/// there), under the first name of each; what stood under any of its names goes. Other hosts of a line,
/// comments, and @revoked and @cert-authority lines stay. `note` is written behind each key. Two processes
/// that do this at the same time wait for each other. Throws Error{usage} "known-hosts-not-written"; the file
/// is then as it was.
void record_host_keys(const std::filesystem::path& file, const std::vector<RecordedHost>& hosts,
                      const std::string& note = {});

}  // namespace clientpush::ssh
