#pragma once

#include <functional>
#include <memory>

#include "base/asio.h"
#include "ssh/byte_stream.h"
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
    using Authenticate = std::function<asio::awaitable<void>(Session*, Endpoint)>;
    using Complete = std::function<Endpoint(Endpoint)>;

    /// `known_hosts` outlives this. `authenticate` logs in to a jump host; `complete` fills what its name
    /// leaves open (address, port 0, user), and is needed where ssh's configuration is to count.
    JumpHosts(const KnownHosts* known_hosts, Authenticate authenticate, Complete complete = {},
              JumpLimits limits = {});

    /// A stream to a host, through the jump hosts that it names (Endpoint::jump). Throws what dial() and
    /// JumpHost::open throw, and Error{usage} "jump-malformed".
    asio::awaitable<std::unique_ptr<ByteStream>> way_to(Endpoint endpoint) const;

private:
    class OfLoop;

    std::shared_ptr<JumpHost> jump_host(const std::string& chain,
                                        const asio::any_io_executor& executor) const;
    asio::awaitable<std::unique_ptr<Session>> connect(Endpoint hop) const;

    const KnownHosts* known_hosts_;
    Authenticate authenticate_;
    Complete complete_;
    JumpLimits limits_;
    std::uint64_t id_;  ///< never used again, unlike an address
};

}  // namespace clientpush::ssh
