#include "ssh/identity.h"

#include <libssh2.h>

#include <algorithm>
#include <array>

#include "base/untrusted.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

constexpr std::string_view certificate_suffix = "-cert-v01@openssh.com";

constexpr std::array<std::string_view, 7> always = {"ssh-ed25519",
                                                    "ecdsa-sha2-nistp256",
                                                    "ecdsa-sha2-nistp384",
                                                    "ecdsa-sha2-nistp521",
                                                    "ecdsa-sha2-nistp256-cert-v01@openssh.com",
                                                    "ecdsa-sha2-nistp384-cert-v01@openssh.com",
                                                    "ecdsa-sha2-nistp521-cert-v01@openssh.com"};

/// 1.10 signs RSA with SHA-1 only, and takes no Ed25519 certificate.
constexpr std::array<std::string_view, 2> from_1_11_on = {"ssh-rsa", "ssh-ed25519-cert-v01@openssh.com"};

bool contains(const auto& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string why_not(std::string_view type) {
    if (type == "ssh-rsa") return ": it signs RSA with SHA-1 only, which hosts refuse";
    if (type.starts_with("sk-")) return ": it cannot talk to security keys";
    return "";
}

}  // namespace

std::string signature_algorithm(std::string_view request) {
    WireReader reader(request);
    reader.string();  // session
    reader.byte();    // SSH_MSG_USERAUTH_REQUEST
    reader.string();  // user
    reader.string();  // service
    const bool by_key = reader.string() == "publickey";
    reader.byte();  // true: a signature follows
    const std::string_view algorithm = reader.string();
    return by_key && !reader.failed() ? std::string(algorithm) : std::string();
}

bool can_log_in_with(std::string_view type) {
    constexpr int version_1_11 = 0x010B00;
    if (contains(always, type)) return true;
    return contains(from_1_11_on, type) && libssh2_version(version_1_11) != nullptr;
}

Error cannot_log_in_with(const std::string& name, const std::string& type) {
    return {
        Error::Kind::refused, "key-unsupported",
        "libssh2 " + std::string(libssh2_version(0)) + " cannot log in with " + name + ", which is of type " +
            printable(type) + why_not(type),
        "let OpenSSH's own client do it (transport: openssh, --transport openssh), or make an Ed25519 key "
        "(ssh-keygen -t ed25519) and add its .pub line to the hosts' authorized_keys"};
}

std::string certified_type(std::string_view type) {
    if (!type.ends_with(certificate_suffix)) return {};
    return std::string(type.substr(0, type.size() - certificate_suffix.size()));
}

}  // namespace clientpush::ssh
