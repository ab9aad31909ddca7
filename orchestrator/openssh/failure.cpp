#include "openssh/failure.h"

#include <vector>

#include "base/untrusted.h"

namespace clientpush::openssh {
namespace {

constexpr int ssh_failed = 255;

struct Sign {
    const char* says;
    Error::Kind kind;
    const char* reason;
    const char* what;
    const char* cure;
};

constexpr const char* look_at_the_host =
    "see whether the host is up and the network between is steady, then retry";
constexpr const char* approve =
    "compare its fingerprint with the host's owner, then: clientpush keys approve";

// The first that is there decides: what a jump host's ssh says comes before the complaints that it causes.
constexpr Sign signs[] = {
    {"REVOKED HOST KEY", Error::Kind::refused, "host-key-revoked",
     "offers a host key that is marked as revoked",
     "the key is not to be trusted any more: give the host a new one"},
    {"REMOTE HOST IDENTIFICATION HAS CHANGED", Error::Kind::refused, "host-key-changed",
     "offers another host key than the one on record",
     "someone may be in between, or the host was reinstalled: ask its owner; if it was: clientpush keys "
     "approve"},
    {"Host key verification failed", Error::Kind::refused, "host-key-unknown",
     "offers a host key that is not known", approve},
    {"Unable to negotiate", Error::Kind::refused, "no-common-algorithm",
     "and ssh have no algorithm in common", "see which algorithms the host's sshd is set to offer"},
    {"no matching ", Error::Kind::refused, "no-common-algorithm", "and ssh have no algorithm in common",
     "see which algorithms the host's sshd is set to offer"},
    {"Could not resolve hostname", Error::Kind::unreachable, "name-not-found", "has a name that nobody knows",
     "see that the name is right (ansible_host) and that this machine's name server knows it"},
    {"Connection refused", Error::Kind::unreachable, "connection-refused", "refuses the connection",
     "see that sshd runs there and that the port is right (ansible_port)"},
    {"No route to host", Error::Kind::unreachable, "no-route", "cannot be reached from here",
     "see whether it is on, and the network between"},
    {"Network is unreachable", Error::Kind::unreachable, "no-route", "cannot be reached from here",
     "see whether it is on, and the network between"},
    {"timed out", Error::Kind::unreachable, "no-answer", "does not answer",
     "see whether it is on, and whether a firewall is in between"},
    {"Permission denied", Error::Kind::refused, "login-refused", "does not let us log in",
     "see that the user is right (-u, ansible_user), and that ssh logs in there without a question"},
    {"Too many authentication failures", Error::Kind::refused, "login-refused",
     "does not let us log in: it was offered too many keys",
     "name the key that it wants (--private-key, ansible_ssh_private_key_file)"},
    {"request failed", Error::Kind::refused, "no-exec", "starts no commands for this user",
     "see that the user has a shell, and that the host's sshd allows sessions (MaxSessions, ForceCommand)"},
    {"Bad owner or permissions", Error::Kind::refused, "ssh-config-unsafe",
     "cannot be tried: ssh refuses its configuration", "let nobody but you write that file"},
    {"onfiguration option", Error::Kind::refused, "ssh-config-wrong",
     "cannot be tried: ssh does not understand its configuration", "correct that line"},
    {"kex_exchange_identification", Error::Kind::unreachable, "no-banner",
     "ended the connection before it said that it speaks SSH",
     "retry later: a busy sshd drops logins (MaxStartups, PerSourcePenalties); if it stays so, see that the "
     "port "
     "is sshd's"},
};

/// ssh's own last words, in one line.
std::string quoted(const std::string& said) {
    std::string_view last = tail(said, 400);
    while (!last.empty() && (last.back() == '\n' || last.back() == '\r')) last.remove_suffix(1);
    std::string line;
    for (const char c : last)
        if (c != '\r') line += c == '\n' ? std::string("; ") : std::string(1, c);
    return line.empty() ? "" : "; ssh said: " + printable(line);
}

}  // namespace

Error failure(const std::string& host, const std::string& said, std::optional<int> status) {
    for (const Sign& sign : signs)
        if (said.find(sign.says) != std::string::npos)
            return {sign.kind, sign.reason, host + ' ' + sign.what + quoted(said), sign.cure};
    if (status && *status != ssh_failed)
        return {
            Error::Kind::refused, "no-exec", host + " starts no commands for this user" + quoted(said),
            "see that the user has a POSIX shell there that runs commands. A Windows host is reached without "
            "OpenSSH's client: log in with an Ed25519 or ECDSA key, and take `transport` out of its "
            "variables"};
    return {Error::Kind::lost, "connection-lost",
            "the connection to " + host + " broke during the login" + quoted(said), look_at_the_host};
}

}  // namespace clientpush::openssh
