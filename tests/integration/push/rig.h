#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "push/engine.h"
#include "push/host_job.h"
#include "ssh/ssh_transport.h"
#include "status/sqlite_store.h"
#include "support/fleet.h"
#include "support/run_loop.h"

namespace clientpush {

/// Forgets what it is told.
class Silence : public Progress {
public:
    void wave_begins(int, int, int) override {}
    void host_changed(const HostRun&) override {}
    void run_notice(const std::string&) override {}
};

/// A fleet of real hosts, a real state and the demo client's profile: everything that a push of one host
/// needs.
class PushRig {
public:
    explicit PushRig(std::vector<std::string> names);

    Fleet fleet;
    asio::io_context loop;

    /// A host of the fleet, to be brought onto these ports. `variables` steer the demo installer.
    Job job(const std::string& host, Port http, const std::map<std::string, std::string>& variables = {});

    /// One try, in a run of its own; what it left open in the state is in `pending` of the next one.
    Outcome push(Job job);

    /// The same host again, as a later `push` finds it in the state.
    Job again(Job job);

    SqliteStore& store() { return *store_; }
    Services services();
    void forget_connections();  ///< reads known_hosts again

    StepLimits limits;
    std::string owner = {};                  ///< as an engine has one
    std::optional<std::int64_t> fence = {};  ///< of the next pushes; absent: a new one each

    static constexpr Port old_http = 80;
    static constexpr Port new_http = 8080;
    static constexpr Port https = 443;

private:
    std::shared_ptr<const Profile> profile_;
    std::shared_ptr<const Package> package_;
    std::unique_ptr<ssh::SshTransport> transport_;
    std::unique_ptr<SqliteStore> store_;
    SystemClock clock_;
    Silence silence_;
    int ids_ = 0;
};

}  // namespace clientpush
