#pragma once

#include <string>
#include <vector>

#include "ssh/host_key.h"
#include "ssh/known_hosts.h"
#include "ssh/known_hosts_line.h"

namespace clientpush {

/// A list of host keys that somebody trusted drew up: lines "host SHA256:…", lines of ssh-keygen -l
/// ("256 SHA256:… host (ED25519)"), or lines of known_hosts. A host may stand as "[host]:port".
class TrustedKeys {
public:
    /// Throws Error{usage} "trusted-keys-unreadable", "trusted-keys-malformed" (with file and line).
    static TrustedKeys read(const std::string& file);

    bool contains(const ssh::HostNames& host, const ssh::HostKey& key) const;

private:
    struct Print {
        std::string host;
        std::string fingerprint;
    };

    std::vector<Print> prints_;
    std::vector<ssh::KnownHostsLine> lines_;
};

}  // namespace clientpush
