#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clientpush::ssh {

/// The four choices of a handshake, each a list in order of preference.
struct Algorithms {
    std::vector<std::string> key_exchanges;
    std::vector<std::string> host_keys;
    std::vector<std::string> ciphers;  ///< from us to the host
    std::vector<std::string> macs;     ///< from us to the host

    bool operator==(const Algorithms&) const = default;
};

/// What we propose: of what this libssh2 can, only what is fit for use (no SHA-1, no CBC, no finite-field
/// Diffie-Hellman). The same for the whole life of the process.
const Algorithms& our_algorithms();

/// Our host key algorithms, those first that can prove one of these key types.
std::vector<std::string> host_key_order(const std::vector<std::string>& key_types_first);

/// Can this libssh2 check a host key of this type?
bool can_check(std::string_view key_type);

/// What a server proposes, read from the first bytes that it sent (its banner, other text, and its KEXINIT
/// packet). Nothing when they are not all there.
std::optional<Algorithms> read_offer(std::string_view first_bytes);

/// Names each choice for which the two have nothing in common: "MAC (the host offers a, b)". Empty when there
/// is something for each.
std::string nothing_in_common(const Algorithms& ours, const Algorithms& theirs);

/// "a,b,c".
std::string comma_list(const std::vector<std::string>& names);

}  // namespace clientpush::ssh
