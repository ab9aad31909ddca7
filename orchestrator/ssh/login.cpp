#include "ssh/login.h"

#include "base/untrusted.h"
#include "ssh/algorithms.h"
#include "ssh/known_hosts_line.h"
#include "ssh/offer.h"

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

// Hosts end the connection after six tries, and the password must come before that.
constexpr std::size_t most_keys = 6;
constexpr std::size_t most_keys_before_a_password = 4;

/// One login: what was tried so far, and what came of it.
class Login {
public:
    Login(Session& session, std::string user, Credentials credentials)
        : session_(session), user_(std::move(user)), with_(std::move(credentials)) {}

    asio::awaitable<bool> succeeds() {
        try {
            co_return co_await any_way();
        } catch (const Error&) {
            // A host that says goodbye during the login has refused it too.
            if (session_.engine().farewell().empty()) throw;
        }
        co_return false;
    }

    Error refused() const;

private:
    asio::awaitable<bool> any_way();
    asio::awaitable<bool> keys();
    asio::awaitable<bool> password();
    bool noted(const Reply& reply);

    Session& session_;
    std::string user_;
    Credentials with_;
    std::string ways_;
    std::string tried_;
    std::string remarks_;
};

void append(std::string& list, const std::string& item, const char* separator) {
    if (!list.empty()) list += separator;
    list += item;
}

bool offers(std::string_view ways, std::string_view way) {
    for (const std::string_view one : split_names(ways))
        if (one == way) return true;
    return false;
}

bool Login::noted(const Reply& reply) {
    if (!reply.why_not.empty()) append(remarks_, reply.why_not, "; ");
    return reply.taken;
}

asio::awaitable<bool> Login::any_way() {
    // The first question about the ways is free of charge with sshd; a later one counts as a try.
    if (!with_.password.empty()) {
        ways_ = co_await ask_ways(&session_, user_);
        if (libssh2_userauth_authenticated(session_.libssh2()) != 0) co_return true;
    }
    if (with_.password.empty() || offers(ways_, "publickey")) {
        const bool in = co_await keys();
        if (in) co_return true;
    }
    if (with_.password.empty()) co_return false;
    co_return co_await password();
}

asio::awaitable<bool> Login::keys() {
    const std::size_t most = with_.password.empty() ? most_keys : most_keys_before_a_password;
    std::size_t count = 0;
    for (const auto& identity : with_.identities) {
        if (++count > most) {
            append(remarks_, std::to_string(with_.identities.size() - most) + " more keys were not tried",
                   "; ");
            break;
        }
        append(tried_, identity->type + " " + fingerprint(identity->blob) + " from " + identity->name, ", ");
        const Reply reply = co_await offer_key(&session_, user_, identity);
        if (noted(reply)) co_return true;
    }
    co_return false;
}

asio::awaitable<bool> Login::password() {
    const auto by_password = [&] { return offers(ways_, "password"); };
    const auto by_question = [&] { return offers(ways_, "keyboard-interactive"); };
    // A host that wants a key and a password says so only once it has the key.
    if (!by_password() && !by_question()) ways_ = co_await ask_ways(&session_, user_);
    append(tried_, "the password from " + with_.password_source, ", ");
    Reply reply;
    if (by_password())
        reply = co_await offer_password(&session_, user_, with_.password);
    else if (by_question())
        reply = co_await answer_question(&session_, user_, with_.password);
    else
        reply.why_not = "it takes no passwords, only: " + printable(ways_);
    co_return noted(reply);
}

Error Login::refused() const {
    std::string what = session_.host() + " does not let " + user_ + " log in with " + tried_;
    if (!session_.engine().farewell().empty())
        what += "; it said: " + printable(session_.engine().farewell());
    if (!remarks_.empty()) what += "; " + remarks_;
    const Error* unsupported = nullptr;
    for (const Error& error : with_.left_out) {
        what += std::string("; left out: ") + error.what();
        if (error.reason() == "key-unsupported") unsupported = &error;
    }
    if (unsupported != nullptr)
        return {Error::Kind::refused, unsupported->reason(), what, unsupported->cure()};
    const bool with_password = !with_.password.empty();
    return {Error::Kind::refused, "login-refused", what,
            std::string("see that the user is right (-u, ansible_user), that ") +
                (with_password ? "the password is"
                               : "the key's .pub line stands in that user's authorized_keys") +
                (with_password ? " this user's," : " on the host,") +
                " and that the host's sshd allows this user"};
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

asio::awaitable<void> log_in(Session* session, std::string user, Credentials credentials) {
    Login login(*session, std::move(user), std::move(credentials));
    const bool in = co_await login.succeeds();
    if (in) co_return;
    const Error error = login.refused();
    session->close();
    throw error;
}

}  // namespace clientpush::ssh
