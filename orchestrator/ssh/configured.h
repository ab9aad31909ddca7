#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "ssh/config.h"
#include "ssh/known_hosts.h"

namespace clientpush::ssh {

/// ssh's configuration, and the known_hosts files that it names for some hosts besides ours, each read once.
/// May be used by several threads.
class ConfiguredHosts {
public:
    /// Throws as SshConfig::read().
    ConfiguredHosts(const std::vector<std::filesystem::path>& config_files,
                    std::vector<std::filesystem::path> known_hosts)
        : config_(SshConfig::read(config_files)), known_hosts_(std::move(known_hosts)) {}

    Configured complete(Endpoint endpoint) const { return apply(config_, std::move(endpoint)); }

    /// For a host for which the configuration names files: those, after ours; else `ours`. Lives as long as
    /// this. Throws Error{usage} "known-hosts-unreadable".
    const KnownHosts* known_hosts_of(const Configured& host, const KnownHosts* ours);

private:
    using Files = std::vector<std::filesystem::path>;

    SshConfig config_;
    Files known_hosts_;
    std::mutex mutex_;
    std::map<Files, std::unique_ptr<const KnownHosts>> read_;
};

}  // namespace clientpush::ssh
