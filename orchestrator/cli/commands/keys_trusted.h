#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "ssh/known_hosts.h"
#include "ssh/known_hosts_line.h"

namespace clientpush {

/// A list of host keys that somebody trusted drew up: lines "host SHA256:…", lines of ssh-keygen -l
/// ("256 SHA256:… root@host (ED25519)"), or lines of known_hosts. A host may stand as "[host]:port".
class TrustedKeys {
public:
    /// Throws Error{usage} "trusted-keys-unreadable" and "trusted-keys-empty", and InvalidInput with every
    /// line that is none of these.
    static TrustedKeys read(const std::string& file);

    /// Of the keys that the list has for a host, each once.
    std::vector<std::string> fingerprints_of(const ssh::HostNames& host) const;

private:
    struct Entry {
        ssh::KnownHostsLine host;  ///< its names alone
        std::string fingerprint;
    };

    void read_line(const std::string& text, const Position& at, std::vector<Problem>& problems);
    void add(ssh::KnownHostsLine host, std::string fingerprint);
    void find(const std::string& name, std::vector<std::string>& fingerprints) const;

    std::vector<Entry> entries_;
    std::unordered_multimap<std::string, std::size_t> by_name_;  ///< plain names
    std::vector<std::size_t> others_;                            ///< hashed ones and patterns
};

}  // namespace clientpush
