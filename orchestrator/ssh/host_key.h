#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace clientpush::ssh {

/// A host's public key.
struct HostKey {
    std::string type;  ///< "ssh-ed25519", "ecdsa-sha2-nistp256", ...
    std::string blob;  ///< as it travels and as it is recorded, before base64

    bool operator==(const HostKey&) const = default;
};

/// The key of a blob whose first string is its type; nothing when the blob is none.
std::optional<HostKey> host_key_from(std::string_view blob);

/// "SHA256:Zk…", as ssh-keygen -l prints it.
std::string fingerprint(std::string_view blob);

}  // namespace clientpush::ssh
