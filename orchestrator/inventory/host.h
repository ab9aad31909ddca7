#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/problem.h"
#include "ports/client.h"

namespace clientpush {

/// An effective variable of a host, and the place that set it. Structured values are kept as JSON text.
struct Variable {
    std::string value;
    bool structured = false;
    Position at;
};

/// One client of the inventory: how to reach it, what the rules read, and everything else as it stood.
struct Host {
    std::string name;
    std::string address;             ///< ansible_host; the name itself when there is none
    Port port = 0;                   ///< ansible_port; 0: as ssh's configuration says, else 22
    std::string user;                ///< ansible_user; "" means: as the command line or the login says
    std::string private_key_file;    ///< ansible_ssh_private_key_file
    std::string password_file;       ///< clientpush_password_file
    std::string connection = "ssh";  ///< ansible_connection: ssh or local
    std::string transport;       ///< transport: libssh2, openssh, auto; "" means: as the command line says
    std::string jump;            ///< clientpush_jump; "none" for a direct way
    std::optional<bool> become;  ///< ansible_become; absent: as the command line says
    std::string become_user;     ///< ansible_become_user
    std::string become_password_file;  ///< clientpush_become_password_file
    std::string machine_id;            ///< machine_id: the host must say the same before it is touched
    std::string directory;  ///< clientpush_dir: where we keep our files there; "" means the profile's
    Client client;
    std::map<std::string, Variable, std::less<>> vars;
    Position at;
};

/// The port as people are told it.
inline Port port_of(const Host& host) {
    return host.port == 0 ? Port{22} : host.port;
}

}  // namespace clientpush
