#include "transport/gave_up.h"

namespace clientpush {
namespace {

constexpr const char* when_slow = "; for a host that is only slow raise --connect-timeout";

std::string place_of(const Endpoint& host) {
    std::string place = host.name + " (" + host.address;
    if (host.port != 0) place += ", port " + std::to_string(host.port);
    return place + ")";
}

}  // namespace

Error gave_up(const Endpoint& host, Duration limit) {
    const std::string place = place_of(host);
    const std::string in_time = " within " + to_text(limit);
    const auto error = [](const std::string& what, const std::string& cure) {
        return Error(Error::Kind::unreachable, "no-answer", what, cure);
    };
    switch (host.progress ? host.progress->load() : ConnectStage::unknown) {
        case ConnectStage::jumping:
            return error(
                "the jump host opened no way to " + place + in_time,
                "see that the host is up, and that no firewall drops what the jump host sends there");
        case ConnectStage::greeting:
            return error(place + " took the connection, but did not say" + in_time + " that it speaks SSH",
                         std::string("see that the port is sshd's, and what sshd waits for: load, or a name "
                                     "server (UseDNS)") +
                             when_slow);
        case ConnectStage::key_exchange:
            return error(
                place + " speaks SSH, but did not agree on keys" + in_time,
                std::string("see whether the host hangs, and whether the network drops large packets "
                            "(MTU)") +
                    when_slow);
        case ConnectStage::login:
            return error(
                place + " proved its host key, but did not answer the login" + in_time,
                std::string("see what sshd waits for there: PAM, LDAP or another directory") + when_slow);
        case ConnectStage::dialing:
        case ConnectStage::unknown:
            break;
    }
    return error("no answer from " + place + in_time,
                 "see that the host is up and that no firewall drops the connection");
}

}  // namespace clientpush
