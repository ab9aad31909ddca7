#include "ssh/reach.h"

#include <algorithm>

#include "ssh/algorithms.h"
#include "ssh/login.h"

namespace clientpush::ssh {

namespace {

bool has(const std::vector<std::string>& types, const std::string& type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// One that is on record, that the host has, and that it has not shown yet; empty when there is none.
std::string next_type(const std::vector<std::string>& on_record, const std::vector<std::string>& offered,
                      const std::vector<std::string>& shown) {
    for (const std::string& type : on_record) {
        const bool rsa = type == "ssh-rsa" && (has(offered, "rsa-sha2-512") || has(offered, "rsa-sha2-256"));
        if ((rsa || has(offered, type)) && can_check(type) && !has(shown, type)) return type;
    }
    return {};
}

}  // namespace

asio::awaitable<std::unique_ptr<Session>> reach(const KnownHosts* known_hosts, const JumpHosts* ways,
                                                Endpoint endpoint) {
    const HostNames names{{endpoint.name, endpoint.address}, endpoint.port};
    const std::vector<std::string> on_record = known_hosts->recorded_types(names);
    std::vector<std::string> order = host_key_order(on_record);
    std::vector<std::string> shown;
    for (;;) {
        auto stream = co_await ways->way_to(endpoint);
        auto session = std::make_unique<Session>(std::move(stream), endpoint.name);
        std::vector<std::string> offered;
        const HostKey key = co_await handshake(session.get(), order, &offered, endpoint.progress);
        const KeyVerdict verdict = known_hosts->check_quickly(names, key);
        if (verdict.trust == KeyVerdict::Trust::known) co_return session;

        // Nobody can tell which type is on record under a hashed name but by asking for each.
        shown.push_back(key.type);
        const std::string next = next_type(on_record, offered, shown);
        if (next.empty() || verdict.trust != KeyVerdict::Trust::unknown)
            throw host_key_error(endpoint.name, key, known_hosts->check(names, key));
        const std::vector<std::string> only{next};
        order = host_key_order(only);
    }
}

}  // namespace clientpush::ssh
