#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/problem.h"
#include "ssh/known_hosts.h"
#include "ssh/signer.h"
#include "transport/transport.h"

namespace clientpush::ssh {

struct SshOptions {
    std::string user;  ///< where the endpoint names none; empty: who runs this
    std::vector<std::filesystem::path>
        key_files;  ///< where the endpoint names none; missing ones are skipped
    std::vector<std::filesystem::path>
        known_hosts;  ///< our own first: the first with an entry for a host decides
};

/// ~/.ssh/id_ed25519 and ~/.ssh/id_ecdsa; ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts.
SshOptions default_ssh_options();

/// Transport over SSH: strict host keys, public-key logins. Hosts are looked up in known_hosts by the name
/// and then by the address of the endpoint. One object may serve several threads.
///
/// Besides the errors that Transport names, connect() throws Error{refused}: "host-key-revoked",
/// "key-missing", "key-unprotected", "key-malformed", "key-unsupported"; run() Error{refused} "no-exec";
/// put() Error{refused} "no-sftp". A call that is cancelled throws
/// boost::system::system_error{operation_aborted}.
class SshTransport : public Transport {
public:
    /// Reads the known_hosts files. Throws Error{usage} "known-hosts-unreadable".
    explicit SshTransport(SshOptions options);

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

    const KnownHosts& known_hosts() const { return known_hosts_; }

private:
    using Keys = std::vector<std::shared_ptr<const Signer>>;

    Keys keys_for(const Endpoint& endpoint);
    std::shared_ptr<const Signer> key(const std::filesystem::path& file);

    SshOptions options_;
    KnownHosts known_hosts_;
    std::mutex keys_mutex_;
    std::map<std::filesystem::path, std::shared_ptr<const Signer>> keys_;
};

}  // namespace clientpush::ssh
