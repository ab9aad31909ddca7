#pragma once

#include <functional>
#include <memory>

#include "base/asio.h"
#include "ssh/byte_stream.h"
#include "ssh/config.h"
#include "ssh/jump_host.h"
#include "ssh/known_hosts.h"
#include "ssh/session.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// The ways to hosts: straight, or through chains of jump hosts, whose connections are shared by all hosts
/// behind them. Each io_context has connections of its own, and closes them when it dies. May be used from
/// several threads; must outlive the calls that run, not the loops.
///
/// Each jump host must prove a key that is on record under its own name, and is logged in to as a host is.
class JumpHosts {
public:
    using Complete = std::function<Configured(Endpoint)>;
    using KnownHostsOf = std::function<const KnownHosts*(const Configured&)>;
    using Authenticate = std::function<asio::awaitable<void>(Session*, const Configured&)>;

    /// `complete` fills what a jump host's name leaves open (address, port 0, user); `known_hosts_of` says
    /// where its key is looked up; `authenticate` logs in to it.
    JumpHosts(Complete complete, KnownHostsOf known_hosts_of, Authenticate authenticate,
              JumpLimits limits = {});

    /// A stream to a host, through the jump hosts that it names (Endpoint::jump). Throws what dial() and
    /// JumpHost::open throw, and Error{usage} "jump-malformed".
    asio::awaitable<std::unique_ptr<ByteStream>> way_to(Endpoint endpoint) const;

private:
    class OfLoop;

    std::shared_ptr<JumpHost> jump_host(const std::string& chain,
                                        const asio::any_io_executor& executor) const;
    asio::awaitable<std::unique_ptr<Session>> connect(Configured hop) const;

    Complete complete_;
    KnownHostsOf known_hosts_of_;
    Authenticate authenticate_;
    JumpLimits limits_;
    std::uint64_t id_;  ///< never used again, unlike an address
};

}  // namespace clientpush::ssh
