#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ssh/host_key.h"

namespace clientpush::ssh {

/// One entry of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
struct KnownHostsLine {
    enum class Marker { none, revoked, cert_authority };

    Marker marker = Marker::none;
    std::string names;  ///< comma-separated patterns; for a hashed entry "|1|salt|hash" as written
    HostKey key;
    std::string salt;  ///< of a hashed entry, else empty
    std::string hash;

    bool hashed() const { return !hash.empty(); }
};

/// Nothing for a blank line or a comment. A line that is neither an entry nor blank gives nothing too, and
/// says in `complaint` what is wrong with it.
std::optional<KnownHostsLine> parse_known_hosts_line(std::string_view text, std::string& complaint);

/// Does the entry speak of this host? `name` is in lower case, "[name]:port" when the port is not 22.
bool speaks_of(const KnownHostsLine& line, std::string_view name);

/// "a,b" as {"a", "b"}.
std::vector<std::string_view> split_names(std::string_view names);

/// Has the list a wildcard or a negation, so that it cannot be found by name?
bool has_patterns(std::string_view names);

/// "host" for port 22, else "[host]:port"; in lower case.
std::string known_hosts_name(std::string_view host, unsigned port);

}  // namespace clientpush::ssh
