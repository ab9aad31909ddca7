#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "openssh/options.h"
#include "transport/transport.h"

namespace clientpush::openssh {

/// The arguments of an `ssh` that logs in there and runs `line`: never asks, forwards nothing, shares no
/// connection, and trusts our known_hosts files alone, on jump hosts too.
///
/// What varies is checked, so that nothing can pass for an option. Throws Error{usage} "ssh-argument" for a
/// host, user or jump host that begins with "-" or holds anything but letters, digits and -._:%@+\ and for a
/// file name with a control character or a quote; Error{refused} "key-missing", "password-unsupported".
std::vector<std::string> arguments(const OpensshOptions& options, const Endpoint& endpoint,
                                   const std::string& line);

}  // namespace clientpush::openssh
