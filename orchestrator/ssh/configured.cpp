#include "ssh/configured.h"

namespace clientpush::ssh {

const KnownHosts* ConfiguredHosts::known_hosts_of(const Configured& host, const KnownHosts* ours) {
    if (host.known_hosts.empty()) return ours;
    const std::lock_guard lock(mutex_);
    auto& read = read_[host.known_hosts];
    if (!read) {
        Files files = known_hosts_;
        files.insert(files.end(), host.known_hosts.begin(), host.known_hosts.end());
        read = std::make_unique<const KnownHosts>(KnownHosts::read(files));
    }
    return read.get();
}

}  // namespace clientpush::ssh
