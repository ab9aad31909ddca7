#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/settings.h"
#include "openssh/openssh_transport.h"
#include "ssh/ssh_transport.h"
#include "transport/lanes.h"
#include "transport/transport.h"

namespace clientpush {

/// SSH with the logins and host keys of these settings.
std::unique_ptr<ssh::SshTransport> make_ssh_transport(const Settings& settings);

/// Every way to a host, chosen by what the inventory says of it (ansible_connection, clientpush_transport).
///
/// Where it does not say, libssh2 goes first, and OpenSSH's own client serves the hosts that libssh2 cannot:
/// that is found out once per host, and told once per reason. May be used by several threads.
class Connections : public Transport {
public:
    explicit Connections(const Settings& settings);
    ~Connections() override;  ///< names the hosts that OpenSSH's client served, with -v

    asio::awaitable<std::unique_ptr<Connection>> connect(Endpoint endpoint) override;

    /// What people should know, one sentence at a time. Without this it goes to the log.
    void tell(std::function<void(const std::string&)> notice) { notice_ = std::move(notice); }

private:
    asio::awaitable<std::unique_ptr<Connection>> by_whichever_can(Endpoint endpoint);
    Transport& libssh2();
    std::string known_reason(const Endpoint& endpoint, const ssh::Configured& host);
    void remember(const std::string& host, const std::string& reason);
    void note(const ssh::Configured& host);
    openssh::OnRecord on_record(const Endpoint& endpoint) const;

    std::unique_ptr<ssh::SshTransport> ssh_;
    std::optional<Lanes> lanes_;  ///< over ssh_, where there are cores to spare
    std::unique_ptr<openssh::OpensshTransport> openssh_;
    std::unique_ptr<Transport> local_;
    std::string default_transport_;
    std::function<void(const std::string&)> notice_;

    std::mutex mutex_;
    std::map<std::string, std::string> reasons_;  ///< of the hosts that need OpenSSH's client
    std::set<std::string> told_;
};

}  // namespace clientpush
