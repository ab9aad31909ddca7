#pragma once

#include "inventory/host.h"
#include "transport/transport.h"

namespace clientpush {

/// How to reach a host, as far as its inventory says. "~/" at the beginning of a file's name is this user's
/// own folder.
Endpoint endpoint_of(const Host& host);

}  // namespace clientpush
