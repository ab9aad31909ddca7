#pragma once

#include <signal.h>

#include <cerrno>
#include <string>

#include "local/local_transport.h"
#include "openssh/openssh_transport.h"
#include "ssh/ssh_transport.h"
#include "support/files.h"
#include "support/sshd.h"
#include "support/temp_dir.h"
#include "transport/lanes.h"

namespace clientpush {

/// A Transport, and a folder of the machine that it leads to.
struct SshSide {
    Sshd sshd;
    ssh::SshTransport transport{{.user = {}, .key_files = {}, .known_hosts = {sshd.known_hosts()}}};
    Endpoint endpoint = sshd.endpoint();
    TempDir folder;
};

/// The same, every connection on a thread of its own loop, and told by a file of ssh's how to log in.
struct LanesSide {
    Sshd sshd;
    ssh::SshTransport inner{{.user = {},
                             .key_files = {},
                             .known_hosts = {sshd.known_hosts()},
                             .config_files = {write_text(sshd.folder() / "config", "Host *\n Port 9\n")}}};
    Lanes transport{inner, 2};
    Endpoint endpoint = sshd.endpoint();
    TempDir folder;
};

struct OpensshSide {
    Sshd sshd;
    openssh::OpensshTransport transport{{.known_hosts = {sshd.known_hosts()}}};
    Endpoint endpoint = sshd.endpoint();
    TempDir folder;
};

struct LocalSide {
    TempDir folder;
    local::LocalTransport transport{folder.path()};
    Endpoint endpoint{
        .name = "here", .address = "localhost", .user = "", .private_key_file = "", .connection = "local"};
};

struct SideNames {
    template <typename Side>
    static std::string GetName(int) {
        if (std::is_same_v<Side, SshSide>) return "Ssh";
        if (std::is_same_v<Side, LanesSide>) return "Lanes";
        return std::is_same_v<Side, OpensshSide> ? "Openssh" : "Local";
    }
};

/// Holds every byte value, and never the same block twice in a row.
inline std::string pattern(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 7 + (i >> 9));
    return bytes;
}

inline bool is_gone(pid_t pid) {
    return ::kill(pid, 0) != 0 && errno == ESRCH;
}

}  // namespace clientpush
