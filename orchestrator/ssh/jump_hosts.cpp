#include "ssh/jump_hosts.h"

#include <atomic>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>
#include <map>

#include "ssh/dial.h"
#include "ssh/jump_spec.h"
#include "ssh/reach.h"

namespace clientpush::ssh {
namespace {

std::uint64_t next_id() {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
}

}  // namespace

/// The jump hosts of one io_context: they go when it goes, because their sockets cannot outlive it.
class JumpHosts::OfLoop : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;

    explicit OfLoop(asio::execution_context& loop) : service(loop) {}

    std::shared_ptr<JumpHost>& find(std::uint64_t owner, const std::string& chain) {
        return hosts_[{owner, chain}];
    }

private:
    void shutdown() noexcept override { hosts_.clear(); }

    std::map<std::pair<std::uint64_t, std::string>, std::shared_ptr<JumpHost>> hosts_;
};

JumpHosts::JumpHosts(Complete complete, KnownHostsOf known_hosts_of, Authenticate authenticate,
                     JumpLimits limits)
    : complete_(std::move(complete)),
      known_hosts_of_(std::move(known_hosts_of)),
      authenticate_(std::move(authenticate)),
      limits_(limits),
      id_(next_id()) {}

asio::awaitable<std::unique_ptr<ByteStream>> JumpHosts::way_to(Endpoint endpoint) const {
    const bool straight = endpoint.jump.empty() || endpoint.jump == "none";
    reached(endpoint.progress, straight ? ConnectStage::dialing : ConnectStage::jumping);
    if (straight) co_return co_await dial(endpoint);
    const auto executor = co_await asio::this_coro::executor;
    const auto through = jump_host(endpoint.jump, executor);
    co_return co_await through->open(endpoint);
}

std::shared_ptr<JumpHost> JumpHosts::jump_host(const std::string& chain,
                                               const asio::any_io_executor& executor) const {
    auto& loop = asio::query(executor, asio::execution::context);
    auto& host = asio::use_service<OfLoop>(loop).find(id_, chain);
    if (!host) {
        const Configured hop = complete_(jump_hosts_of(chain).back());
        const auto connect_to = [this, hop](ConnectProgress progress) {
            Configured to = hop;
            to.endpoint.progress = std::move(progress);
            return connect(std::move(to));
        };
        host = std::make_shared<JumpHost>(hop.endpoint, connect_to, executor, limits_);
    }
    return host;
}

asio::awaitable<std::unique_ptr<Session>> JumpHosts::connect(Configured hop) const {
    const KnownHosts* const known_hosts = known_hosts_of_(hop);
    auto session = co_await reach(known_hosts, this, hop.endpoint);
    co_await authenticate_(session.get(), hop);
    co_return session;
}

}  // namespace clientpush::ssh
