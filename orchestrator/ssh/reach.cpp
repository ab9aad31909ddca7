#include "ssh/reach.h"

#include "ssh/algorithms.h"
#include "ssh/dial.h"
#include "ssh/login.h"

namespace clientpush::ssh {

asio::awaitable<std::unique_ptr<Session>> reach(const KnownHosts* known_hosts, Endpoint endpoint) {
    const HostNames names{{endpoint.name, endpoint.address}, endpoint.port};
    std::vector<std::string> order = host_key_order(known_hosts->recorded_types(names));
    for (;;) {
        auto socket = co_await dial(endpoint);
        auto session = std::make_unique<Session>(std::move(socket), endpoint.name);
        const HostKey key = co_await handshake(session.get(), order);
        const KeyVerdict verdict = known_hosts->check(names, key);
        if (verdict.trust == KeyVerdict::Trust::known) co_return session;

        // Hashed entries tell what they hold only now: ask once more, for a key that is on record.
        std::vector<std::string> recorded;
        for (const RecordedKey& one : verdict.recorded) recorded.push_back(one.key.type);
        std::vector<std::string> better = host_key_order(recorded);
        if (recorded.empty() || better.front() == order.front())
            throw host_key_error(endpoint.name, key, verdict);
        order = std::move(better);
    }
}

}  // namespace clientpush::ssh
