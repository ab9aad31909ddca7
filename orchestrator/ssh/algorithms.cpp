#include "ssh/algorithms.h"

#include <libssh2.h>

#include <algorithm>

#include "base/untrusted.h"
#include "ssh/engine.h"
#include "ssh/known_hosts_line.h"
#include "ssh/wire.h"

namespace clientpush::ssh {
namespace {

using Names = std::vector<std::string>;

const Names fit_key_exchanges = {"curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256",
                                 "ecdh-sha2-nistp384", "ecdh-sha2-nistp521"};
const Names fit_host_keys = {"ssh-ed25519",         "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
                             "ecdsa-sha2-nistp521", "rsa-sha2-512",        "rsa-sha2-256"};
const Names fit_ciphers = {"aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr",
                           "aes256-ctr"};
const Names fit_macs = {"hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256",
                        "hmac-sha2-512"};

bool contains(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// libssh2 1.10 damages its list when it is asked for a name that it does not know, so it never is.
Names supported(LIBSSH2_SESSION* session, int method, const Names& fit) {
    const char** known = nullptr;
    const int count = libssh2_session_supported_algs(session, method, &known);
    Names able(known, known + std::max(count, 0));
    if (count > 0) libssh2_free(session, known);
    Names chosen;
    std::copy_if(fit.begin(), fit.end(), std::back_inserter(chosen),
                 [&](const std::string& name) { return contains(able, name); });
    return chosen;
}

Algorithms ask_libssh2() {
    Engine engine;
    LIBSSH2_SESSION* session = engine.session();
    return {.key_exchanges = supported(session, LIBSSH2_METHOD_KEX, fit_key_exchanges),
            .host_keys = supported(session, LIBSSH2_METHOD_HOSTKEY, fit_host_keys),
            .ciphers = supported(session, LIBSSH2_METHOD_CRYPT_CS, fit_ciphers),
            .macs = supported(session, LIBSSH2_METHOD_MAC_CS, fit_macs)};
}

bool proves(std::string_view algorithm, const Names& key_types) {
    if (algorithm.starts_with("rsa-sha2-")) return contains(key_types, "ssh-rsa");
    return contains(key_types, algorithm);
}

/// The bytes after the line that starts with "SSH-"; a server may talk before it.
std::string_view after_banner(std::string_view bytes) {
    while (!bytes.empty()) {
        const bool banner = bytes.starts_with("SSH-");
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) return {};
        bytes.remove_prefix(end + 1);
        if (banner) return bytes;
    }
    return {};
}

Names read_names(WireReader& reader) {
    Names names;
    for (const std::string_view name : split_names(reader.string())) names.emplace_back(name);
    return names;
}

void name_gap(std::string& text, const char* what, const Names& ours, const Names& theirs) {
    const auto common = [&](const std::string& name) { return contains(theirs, name); };
    if (std::any_of(ours.begin(), ours.end(), common)) return;
    if (!text.empty()) text += "; ";
    text += std::string(what) + " (the host offers " + printable(comma_list(theirs)) + ")";
}

}  // namespace

const Algorithms& our_algorithms() {
    static const Algorithms ours = ask_libssh2();
    return ours;
}

std::vector<std::string> host_key_order(const std::vector<std::string>& key_types_first) {
    Names order = our_algorithms().host_keys;
    std::stable_partition(order.begin(), order.end(),
                          [&](const std::string& name) { return proves(name, key_types_first); });
    return order;
}

bool can_check(std::string_view key_type) {
    const Names& able = our_algorithms().host_keys;
    return std::any_of(able.begin(), able.end(), [&](const std::string& algorithm) {
        return proves(algorithm, {std::string(key_type)});
    });
}

std::optional<Algorithms> read_offer(std::string_view first_bytes) {
    constexpr std::uint8_t kexinit = 20;
    constexpr std::size_t cookie = 16;
    WireReader packet(after_banner(first_bytes));
    packet.number();  // length
    packet.byte();    // padding
    if (packet.byte() != kexinit) return std::nullopt;
    packet.bytes(cookie);
    Algorithms offer;
    offer.key_exchanges = read_names(packet);
    offer.host_keys = read_names(packet);
    offer.ciphers = read_names(packet);
    read_names(packet);  // ciphers from the host to us
    offer.macs = read_names(packet);
    if (packet.failed()) return std::nullopt;
    return offer;
}

std::string nothing_in_common(const Algorithms& ours, const Algorithms& theirs) {
    std::string text;
    name_gap(text, "key exchange", ours.key_exchanges, theirs.key_exchanges);
    name_gap(text, "host key", ours.host_keys, theirs.host_keys);
    name_gap(text, "cipher", ours.ciphers, theirs.ciphers);
    name_gap(text, "MAC", ours.macs, theirs.macs);
    return text;
}

std::string comma_list(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        if (!text.empty()) text += ',';
        text += name;
    }
    return text;
}

}  // namespace clientpush::ssh
