#pragma once

#include <string>

#include "ssh/host_key.h"
#include "ssh/wire.h"

namespace clientpush::ssh {

/// A host key of this type, different for each `fill`.
inline HostKey some_key(char fill, const std::string& type = "ssh-ed25519") {
    std::string blob;
    put_string(blob, type);
    put_string(blob, std::string(32, fill));
    return {type, blob};
}

/// A line of known_hosts.
inline std::string line_for(const std::string& names, const HostKey& key) {
    return names + ' ' + key.type + ' ' + encode_base64(key.blob) + '\n';
}

}  // namespace clientpush::ssh
