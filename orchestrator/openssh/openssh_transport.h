#pragma once

#include "openssh/options.h"
#include "transport/transport.h"

namespace clientpush::openssh {

/// Transport through OpenSSH's own client, for hosts that libssh2 cannot serve: RSA keys, hosts that allow
/// only ETM MACs or GCM ciphers, certificates, Kerberos, FIDO keys, ProxyCommand. Dearer by far: a process
/// for each connection, and one more for each further command of it.
///
/// connect() starts an `ssh`, which logs in; it serves the first command or conversation. What ssh cannot
/// tell: the signal that ended a command, and its exit status 255; the status is absent then. The login shell
/// has to be a POSIX one. Files cannot be put: Error{refused} "no-sftp".
///
/// Besides the errors that Transport names, connect() throws Error{refused} "host-key-revoked",
/// "key-missing", "password-unsupported", "no-exec"; Error{remote} "no-openssh"; Error{usage} "ssh-argument".
class OpensshTransport : public Transport {
public:
    /// Ignores SIGPIPE from here on.
    explicit OpensshTransport(OpensshOptions options);

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

    /// Is there such a program on this machine?
    bool is_there() const;

private:
    OpensshOptions options_;
};

}  // namespace clientpush::openssh
