#include <algorithm>

#include "base/untrusted.h"
#include "ssh/algorithms.h"
#include "ssh/login.h"

namespace clientpush::ssh {
namespace {

constexpr std::size_t quoted_limit = 80;

void prefer(LIBSSH2_SESSION* session, int method, const std::vector<std::string>& names) {
    // An empty list would mean libssh2's own taste, SHA-1 included.
    if (names.empty() || libssh2_session_method_pref(session, method, comma_list(names).c_str()) != 0)
        throw Error(Error::Kind::internal, "no-algorithms",
                    std::string("libssh2 ") + libssh2_version(0) + " lacks every algorithm of one kind",
                    "install Debian's libssh2-1 1.10 or newer");
}

void propose(LIBSSH2_SESSION* session, const std::vector<std::string>& host_keys) {
    const Algorithms& ours = our_algorithms();
    prefer(session, LIBSSH2_METHOD_KEX, ours.key_exchanges);
    prefer(session, LIBSSH2_METHOD_HOSTKEY, host_keys);
    for (const int method : {LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC})
        prefer(session, method, ours.ciphers);
    for (const int method : {LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC})
        prefer(session, method, ours.macs);
}

/// Has the host said that it speaks SSH? Other lines may come before that.
bool has_banner(Session& session) {
    const char* line = libssh2_session_banner_get(session.libssh2());
    return line != nullptr && std::string_view(line).starts_with("SSH-");
}

Error no_banner(Session& session) {
    const std::string& opening = session.engine().opening();
    std::string what = session.host() + " ended the connection before it said that it speaks SSH";
    if (!opening.empty()) what += "; it said: " + printable(opening.substr(0, quoted_limit));
    return {
        Error::Kind::unreachable, "no-banner", what,
        "retry later: a busy sshd drops logins (MaxStartups, PerSourcePenalties); if it stays so, see that "
        "the port is sshd's"};
}

bool only_certificates(const std::vector<std::string>& host_keys) {
    return !host_keys.empty() && std::all_of(host_keys.begin(), host_keys.end(), [](const std::string& name) {
        return name.find("-cert-v0") != std::string::npos;
    });
}

Error no_common_algorithm(const Session& session, const Algorithms& asked, const std::string& opening,
                          const std::string& last_error) {
    const auto theirs = read_offer(opening);
    std::string missing = theirs ? nothing_in_common(asked, *theirs) : std::string();
    if (missing.empty()) missing = last_error;
    if (theirs && only_certificates(theirs->host_keys))
        missing += "; it has only host certificates, which clientpush does not honour";
    return {Error::Kind::refused, "no-common-algorithm",
            session.host() + " and clientpush have no algorithm in common: " + missing,
            std::string("libssh2 ") + libssh2_version(0) +
                " may lack ETM MACs, GCM ciphers and RSA-SHA2 host keys (1.10 does): let the host also offer "
                "an Ed25519 host key, curve25519-sha256, aes128-ctr and hmac-sha2-256"};
}

/// What a failed handshake means. Judged by what the host sent, because libssh2's codes do not tell.
Error handshake_error(Session& session, const Algorithms& asked, long code) {
    const std::string& opening = session.engine().opening();
    if (!has_banner(session)) return no_banner(session);
    const auto theirs = read_offer(opening);
    const bool incompatible = theirs && !nothing_in_common(asked, *theirs).empty();
    if (incompatible || code == LIBSSH2_ERROR_KEX_FAILURE || code == LIBSSH2_ERROR_METHOD_NOT_SUPPORTED)
        return no_common_algorithm(session, asked, opening, session.engine().last_error());
    return {Error::Kind::lost, "connection-lost",
            "the connection to " + session.host() + " broke during the key exchange: " + session.why_lost() +
                " (" + printable(session.engine().last_error()) + ")",
            "see whether the host is up and the network between is steady, then retry"};
}

/// 0, or the libssh2 error of a handshake that failed in whatever way.
asio::awaitable<long> try_handshake(Session* session, ConnectProgress progress) {
    const auto shake_hands = [&] {
        const int code = libssh2_session_handshake(session->libssh2(), Engine::stand_in_socket());
        if (has_banner(*session)) reached(progress, ConnectStage::key_exchange);
        return code;
    };
    try {
        co_return co_await session->op(shake_hands);
    } catch (const Error&) {
        co_return LIBSSH2_ERROR_SOCKET_DISCONNECT;
    }
}

}  // namespace

asio::awaitable<HostKey> handshake(Session* session, std::vector<std::string> host_keys,
                                   std::vector<std::string>* offered, ConnectProgress progress) {
    reached(progress, ConnectStage::greeting);
    propose(session->libssh2(), host_keys);
    Algorithms asked = our_algorithms();
    asked.host_keys = std::move(host_keys);
    const long code = co_await try_handshake(session, progress);
    if (code != 0) {
        const Error error = handshake_error(*session, asked, code);
        session->close();
        throw error;
    }
    if (offered) {
        const auto theirs = read_offer(session->engine().opening());
        if (theirs) *offered = theirs->host_keys;
    }
    session->engine().forget_opening();

    std::size_t size = 0;
    int type = 0;
    const char* blob = libssh2_session_hostkey(session->libssh2(), &size, &type);
    const auto key = host_key_from({blob, size});
    if (!key) throw Error(Error::Kind::lost, "connection-lost", session->host() + " sent a broken host key");
    co_return *key;
}

}  // namespace clientpush::ssh
