#pragma once

#include <map>
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
    Port port = 22;                  ///< ansible_port
    std::string user;                ///< ansible_user; "" means: as the command line or the login says
    std::string private_key_file;    ///< ansible_ssh_private_key_file
    std::string connection = "ssh";  ///< ansible_connection: ssh or local
    std::string machine_id;          ///< machine_id: the host must say the same before it is touched
    std::string directory;  ///< clientpush_dir: where we keep our files there; "" means the profile's
    Client client;
    std::map<std::string, Variable, std::less<>> vars;
    Position at;
};

}  // namespace clientpush
