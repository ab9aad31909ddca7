#pragma once

#include <memory>

#include "local/local_transport.h"
#include "ssh/ssh_transport.h"
#include "support/sshd.h"
#include "support/temp_dir.h"

namespace clientpush {

/// A Transport, and a folder of the machine that it leads to.
struct SshSide {
    Sshd sshd;
    ssh::SshTransport transport{{.user = {}, .key_files = {}, .known_hosts = {sshd.known_hosts()}}};
    Endpoint endpoint = sshd.endpoint();
    TempDir folder;
};

struct LocalSide {
    TempDir folder;
    local::LocalTransport transport{folder.path()};
    Endpoint endpoint{
        .name = "here", .address = "localhost", .user = "", .private_key_file = "", .connection = "local"};
};

}  // namespace clientpush
