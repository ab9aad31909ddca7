#include "ssh/login.h"

#include <cstdlib>
#include <cstring>

#include "base/untrusted.h"
#include "ssh/algorithms.h"

namespace clientpush::ssh {
namespace {

std::string describe_key(const HostKey& key) {
    return printable(key.type) + " " + fingerprint(key.blob);
}

std::string describe_recorded(const KeyVerdict& verdict) {
    std::string text;
    for (const RecordedKey& one : verdict.recorded) {
        if (!text.empty()) text += ", ";
        text += describe_key(one.key) + " (" + one.at.file + ":" + std::to_string(one.at.line) + ")";
    }
    return text;
}

bool none_can_be_checked(const KeyVerdict& verdict) {
    for (const RecordedKey& one : verdict.recorded)
        if (can_check(one.key.type)) return false;
    return true;
}

std::string approve_cure(const std::string& host) {
    return "look at the key (clientpush keys scan " + host +
           "), compare it with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then: "
           "clientpush keys approve " +
           host;
}

int sign(LIBSSH2_SESSION*, unsigned char** signature, std::size_t* size, const unsigned char* data,
         std::size_t data_size, void** signer) {
    const auto* key = static_cast<const Signer*>(*signer);
    const std::string made = key->sign({reinterpret_cast<const char*>(data), data_size});
    if (made.empty()) return -1;
    *signature = static_cast<unsigned char*>(std::malloc(made.size()));  // libssh2 frees it
    if (*signature == nullptr) return -1;
    std::memcpy(*signature, made.data(), made.size());
    *size = made.size();
    return 0;
}

Error login_refused(const Session& session, const std::string& user,
                    const std::vector<std::shared_ptr<const Signer>>& keys, const std::string& detail) {
    std::string tried;
    for (const auto& key : keys) {
        if (!tried.empty()) tried += ", ";
        tried += key->type() + " " + fingerprint(key->public_blob()) + " from " + key->name();
    }
    std::string what = session.host() + " does not let " + user + " log in with " + tried;
    if (!detail.empty()) what += "; it said: " + printable(detail);
    return {Error::Kind::refused, "login-refused", what,
            "see that the user is right (-u, ansible_user), that the key's .pub line stands in that user's "
            "authorized_keys on the host, and that the host's sshd allows this user"};
}

/// True when the host took the key. A host that says goodbye during the login has refused it too.
asio::awaitable<bool> offer(Session* session, std::string user, std::shared_ptr<const Signer> key) {
    auto* raw = const_cast<Signer*>(key.get());
    void* abstract = raw;
    try {
        const long code = co_await session->op([&] {
            const std::string& blob = key->public_blob();
            return libssh2_userauth_publickey(session->libssh2(), user.c_str(),
                                              reinterpret_cast<const unsigned char*>(blob.data()),
                                              blob.size(), &sign, &abstract);
        });
        co_return code == 0;
    } catch (const Error&) {
        if (session->engine().farewell().empty()) throw;
        co_return false;
    }
}

}  // namespace

Error host_key_error(const std::string& host, const HostKey& offered, const KeyVerdict& verdict) {
    using Trust = KeyVerdict::Trust;
    if (verdict.trust == Trust::revoked)
        return {Error::Kind::refused, "host-key-revoked",
                host + " offers a host key that is marked as revoked: " + describe_key(offered),
                "the key is not to be trusted any more: give the host a new one"};
    const std::string note = verdict.note.empty() ? "" : "; " + verdict.note;
    if (verdict.trust == Trust::changed && !none_can_be_checked(verdict))
        return {Error::Kind::refused, "host-key-changed",
                "the host key of " + host + " has changed: it offers " + describe_key(offered) +
                    ", on record is " + describe_recorded(verdict) + note,
                "someone may be in between, or the host was reinstalled: ask its owner; if it was, " +
                    approve_cure(host)};
    std::string what = "the host key of " + host + " is not known: it offers " + describe_key(offered) + note;
    if (!verdict.recorded.empty())
        what += "; on record is only " + describe_recorded(verdict) + ", which libssh2 " +
                libssh2_version(0) + " cannot check";
    return {Error::Kind::refused, "host-key-unknown", what, approve_cure(host)};
}

asio::awaitable<void> log_in(Session* session, std::string user,
                             std::vector<std::shared_ptr<const Signer>> keys) {
    for (const auto& key : keys) {
        const bool taken = co_await offer(session, user, key);
        if (taken) co_return;
        if (session->engine().dead()) break;
    }
    const Error error = login_refused(*session, user, keys, session->engine().farewell());
    session->close();
    throw error;
}

}  // namespace clientpush::ssh
