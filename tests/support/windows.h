#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "support/temp_dir.h"
#include "transport/transport.h"

namespace clientpush {

/// A host that looks like Windows with OpenSSH: a real sshd in front of Wine, on an address of its own. It
/// listens when the constructor returns, and is gone with the object. tests/windows/target.sh makes what it
/// is made of, below the folder in the environment variable CLIENTPUSH_WINDOWS.
class WindowsHost {
public:
    WindowsHost();
    ~WindowsHost();
    WindowsHost(const WindowsHost&) = delete;
    WindowsHost& operator=(const WindowsHost&) = delete;

    const std::string& address() const { return address_; }
    std::uint16_t port() const { return port_; }
    std::filesystem::path drive() const { return folder_ / "drive_c"; }  ///< C:
    std::filesystem::path client_key() const { return folder_ / "client_key"; }
    std::filesystem::path known_hosts() const { return folder_ / "known_hosts"; }
    std::string log() const;

    Endpoint endpoint() const;

    /// Runs a command over SSH, by ssh itself: what it printed, and its exit code's low byte.
    std::pair<std::string, int> run(const std::string& command) const;

    /// How often somebody has logged in.
    int logins() const;

    /// Ends every SSH session, as a link that is cut does; sshd goes on.
    void cut() const;

    /// How often the stand-in of ccmsetup has begun to work.
    int starts() const;

    /// Steers it: lines of C:\ccmsetup.ini, below [setup].
    void steer(const std::string& lines) const;

private:
    bool listens() const;

    TempDir folder_;
    std::string address_;
    std::uint16_t port_ = 0;
    pid_t pid_ = -1;
};

/// Where the stand-ins of programs lie.
std::filesystem::path windows_folder();

}  // namespace clientpush
