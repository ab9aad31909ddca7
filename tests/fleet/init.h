#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace clientpush::fleet {

/// What a machine is made of.
struct MachineSettings {
    std::string name;
    std::string home;              ///< of the login user, such as /root
    std::filesystem::path folder;  ///< see HostFolder
    std::string disk_limit;        ///< size of its /var/lib/clientpush, such as "200K"; empty: no limit
};

/// What the fleet asks of a machine's first process, one message each. All but `serve` are answered, with "+"
/// and then what went wrong, if anything did.
enum class Ask : char {
    serve = 'c',   ///< comes with a socket: the connection of an SSH client
    ping = 'p',    ///< answered when the machine is up
    cut = 'k',     ///< ends every sshd, and so every connection; nothing else
    freeze = 's',  ///< stops every sshd where it stands
    thaw = 't',
    limit = 'd'  ///< followed by the size of /var/lib/clientpush, or by nothing
};

constexpr std::size_t longest_message = 512;

/// The first process of a machine: puts itself into namespaces of its own and then serves `socket` until the
/// other end closes. It must be the first process of a new PID namespace, so that everything ends with it.
[[noreturn]] void run_init(int socket, const MachineSettings& settings);

}  // namespace clientpush::fleet
