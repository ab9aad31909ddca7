#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/problem.h"
#include "ssh/configured.h"
#include "ssh/jump_hosts.h"
#include "ssh/keyring.h"
#include "ssh/known_hosts.h"
#include "ssh/login.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// Fetches what a password file holds, or a program in its place prints; once per process and file.
using ReadPassword = std::function<asio::awaitable<Secret>(std::string file)>;

struct SshOptions {
    std::string user;  ///< where the endpoint names none; empty: who runs this
    std::vector<std::filesystem::path>
        key_files;  ///< where the endpoint names none; missing ones are skipped
    std::vector<std::filesystem::path>
        known_hosts;                  ///< our own first: the first with an entry for a host decides
    std::string agent = {};           ///< its socket; empty: none
    AskPassphrase passphrase = {};    ///< absent: encrypted keys are for the agent only
    ReadPassword read_password = {};  ///< absent: no logins with a password
    std::vector<std::filesystem::path> config_files = {};  ///< ssh's configuration; none: it does not count
    JumpLimits jump_limits = {};
};

/// ~/.ssh/id_ed25519, id_ecdsa and id_rsa; the agent of SSH_AUTH_SOCK; ~/.ssh/known_hosts and
/// /etc/ssh/ssh_known_hosts.
SshOptions default_ssh_options();

/// Transport over SSH: strict host keys; logins with keys, certificates, an agent and passwords. Hosts are
/// looked up in known_hosts by the name and then by the address of the endpoint. One object may serve several
/// threads.
///
/// Besides the errors that Transport names, connect() throws Error{refused}: "host-key-revoked",
/// "key-missing", "key-unprotected", "key-malformed", "key-unsupported" (libssh2 cannot use it; OpenSSH's
/// client can), "key-locked", "passphrase-wrong", and what ReadPassword throws; run() Error{refused}
/// "no-exec"; put() Error{refused} "no-sftp". A call that is cancelled throws
/// boost::system::system_error{operation_aborted}.
class SshTransport : public Transport {
public:
    /// Reads the known_hosts files. Throws Error{usage} "known-hosts-unreadable".
    explicit SshTransport(SshOptions options);

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

    /// Opens the keys for hosts that name none, or those of a file; asks for their passphrases. Without it
    /// that happens when the first host wants them. Throws Error{refused} "passphrase-wrong" and what
    /// AskPassphrase throws; what else is wrong with keys ("key-...") is told of the hosts that want them.
    asio::awaitable<void> open_keys(std::string private_key_file);

    const KnownHosts& known_hosts() const { return known_hosts_; }

    /// What connect() makes of an endpoint: completed by ssh's configuration.
    Configured configured(Endpoint endpoint) const;

    /// The same for a jump host on the way to one.
    Configured configured_jump_host(Endpoint hop) const;

    /// Where connect() looks a host's key up. Throws Error{usage} "known-hosts-unreadable".
    const KnownHosts* known_hosts_of(const Configured& host) {
        return configured_.known_hosts_of(host, &known_hosts_);
    }

    /// The ways to hosts, through jump hosts where these are named.
    const JumpHosts& ways() const { return ways_; }

private:
    using Files = std::vector<std::filesystem::path>;

    asio::awaitable<void> authenticate(Session* session, Endpoint endpoint, Files key_files);
    asio::awaitable<Credentials> credentials_for(Endpoint endpoint, Files key_files);

    SshOptions options_;
    KnownHosts known_hosts_;
    ConfiguredHosts configured_;
    JumpHosts ways_;
    Keyring keyring_;
};

}  // namespace clientpush::ssh
