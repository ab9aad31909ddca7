#include "ssh/scan.h"

#include <algorithm>

#include "ssh/algorithms.h"
#include "ssh/login.h"

namespace clientpush::ssh {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_type(const std::vector<HostKey>& keys, const std::string& type) {
    return std::any_of(keys.begin(), keys.end(), [&](const HostKey& key) { return key.type == type; });
}

/// "rsa-sha2-512" proves a key of type "ssh-rsa".
std::string key_type_of(const std::string& algorithm) {
    return algorithm.starts_with("rsa-sha2-") ? std::string("ssh-rsa") : algorithm;
}

struct Answer {
    HostKey key;
    std::vector<std::string> offered;
};

asio::awaitable<Answer> ask(const JumpHosts* ways, Endpoint endpoint, std::vector<std::string> host_keys) {
    auto stream = co_await ways->way_to(endpoint);
    Session session(std::move(stream), endpoint.name);
    Answer answer;
    answer.key = co_await handshake(&session, host_keys, &answer.offered, endpoint.progress);
    co_return answer;
}

}  // namespace

asio::awaitable<OfferedKeys> scan(const JumpHosts* ways, Endpoint endpoint) {
    const std::vector<std::string> ours = our_algorithms().host_keys;
    const Answer first = co_await ask(ways, endpoint, ours);
    OfferedKeys offered;
    offered.keys.push_back(first.key);
    for (const std::string& algorithm : first.offered) {
        if (!has(ours, algorithm)) {
            offered.not_checked.push_back(algorithm);
        } else if (!has_type(offered.keys, key_type_of(algorithm))) {
            std::vector<std::string> only{algorithm};
            const Answer next = co_await ask(ways, endpoint, std::move(only));
            offered.keys.push_back(next.key);
        }
    }
    co_return offered;
}

}  // namespace clientpush::ssh
