#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "ssh/config_file.h"
#include "ssh/config_match.h"
#include "transport/transport.h"

namespace clientpush::ssh {

/// What ssh's configuration says of one host, as it stands there; empty: nothing.
struct HostConfig {
    std::string host_name;  ///< with its %h replaced
    std::uint16_t port = 0;
    std::string user;
    std::vector<std::string> identity_files;
    std::string proxy_jump;
    std::vector<std::string> known_hosts;
    std::string strict_host_key_checking;
    std::string proxy_command;
    std::string security_key_provider;
    bool gssapi = false;  ///< asked for by the user: Debian's own /etc/ssh/ssh_config asks for it everywhere

    std::vector<std::string> not_honoured;  ///< keywords, each once

    /// What only OpenSSH's own client can do of that: "ProxyCommand"; empty: nothing.
    std::string needs_openssh() const;
};

/// ssh_config(5): read once, asked for each host. Of several values the first wins.
///
/// Honoured are Host, Match (all, host, originalhost, user, localuser), Include, HostName, Port, User,
/// IdentityFile, ProxyJump and UserKnownHostsFile; host keys stay strict whatever StrictHostKeyChecking says.
class SshConfig {
public:
    SshConfig() = default;

    /// Files that do not exist are empty ones. Throws InvalidInput, and Error{usage} "ssh-config-unsafe" (as
    /// ssh does for a file that others may write), "ssh-config-unreadable".
    static SshConfig read(const std::vector<std::filesystem::path>& files);

    /// The same of a text; Includes of relative files and ~ are looked for in `home`.
    static SshConfig of_text(std::string_view text, const std::filesystem::path& home);

    /// `host` and `user` as they were asked for; `user` may be empty. Throws InvalidInput.
    HostConfig of(const std::string& host, const std::string& user = {}) const;

    bool empty() const { return lines_.empty(); }

private:
    class Reading;

    std::vector<ConfigLine> lines_;
};

/// ~/.ssh/config and /etc/ssh/ssh_config.
std::vector<std::filesystem::path> default_config_files();

/// A host, completed by ssh's configuration.
struct Configured {
    Endpoint endpoint;
    std::vector<std::filesystem::path> key_files;    ///< to be tried where nobody names a key
    std::vector<std::filesystem::path> known_hosts;  ///< to be looked at besides our own
    std::string needs_openssh;                       ///< as in HostConfig
    std::vector<std::string> notes;                  ///< what of the configuration does not count here
};

/// What the endpoint leaves open comes from the configuration, which is asked for its address, as ssh would
/// be. A HostName replaces the address; known_hosts is still asked for the endpoint's name first.
Configured apply(const SshConfig& config, Endpoint endpoint);

}  // namespace clientpush::ssh
