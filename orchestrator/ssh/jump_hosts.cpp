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

JumpHosts::JumpHosts(const KnownHosts* known_hosts, Authenticate authenticate, Complete complete,
                     JumpLimits limits)
    : known_hosts_(known_hosts),
      authenticate_(std::move(authenticate)),
      complete_(std::move(complete)),
      limits_(limits),
      id_(next_id()) {}

asio::awaitable<std::unique_ptr<ByteStream>> JumpHosts::way_to(Endpoint endpoint) const {
    if (endpoint.jump.empty() || endpoint.jump == "none") co_return co_await dial(endpoint);
    const auto executor = co_await asio::this_coro::executor;
    const auto through = jump_host(endpoint.jump, executor);
    co_return co_await through->open(endpoint);
}

std::shared_ptr<JumpHost> JumpHosts::jump_host(const std::string& chain,
                                               const asio::any_io_executor& executor) const {
    auto& loop = asio::query(executor, asio::execution::context);
    auto& host = asio::use_service<OfLoop>(loop).find(id_, chain);
    if (!host) {
        Endpoint hop = jump_hosts_of(chain).back();
        if (complete_) hop = complete_(hop);
        if (hop.port == 0) hop.port = 22;
        const auto connect_to = [this](Endpoint to) { return connect(std::move(to)); };
        host = std::make_shared<JumpHost>(std::move(hop), connect_to, executor, limits_);
    }
    return host;
}

asio::awaitable<std::unique_ptr<Session>> JumpHosts::connect(Endpoint hop) const {
    auto session = co_await reach(known_hosts_, this, hop);
    co_await authenticate_(session.get(), hop);
    co_return session;
}

}  // namespace clientpush::ssh
