#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "push/host_job.h"
#include "ssh/ssh_transport.h"
#include "status/sqlite_store.h"
#include "support/temp_dir.h"
#include "support/windows.h"

namespace clientpush {

/// A TCP port of this machine that accepts connections as long as it lives: all that a management point is
/// here.
class OpenPort {
public:
    OpenPort();
    Port port() const { return acceptor_.local_endpoint().port(); }

private:
    asio::io_context loop_;
    asio::ip::tcp::acceptor acceptor_;
};

/// A Windows host, a real state and the profile of ccmsetup with the stand-in for its program.
class WindowsRig {
public:
    WindowsRig();

    WindowsHost host;
    OpenPort http;
    OpenPort https;
    asio::io_context loop;
    StepLimits limits;

    /// The host, to be brought onto the two ports; both methods are allowed.
    Job job() const;

    /// Called at each step of the next pushes; may be empty.
    std::function<void(const std::string& step)> at_step;

    /// One try, in a run of its own.
    Outcome push(Job job);

    /// The same host again, as a later push finds it in the state.
    Job again(Job job);

private:
    TempDir folder_;
    std::shared_ptr<const Profile> profile_;
    std::shared_ptr<const Package> package_;
    std::unique_ptr<ssh::SshTransport> transport_;
    std::unique_ptr<SqliteStore> store_;
    SystemClock clock_;
    int ids_ = 0;
};

}  // namespace clientpush
