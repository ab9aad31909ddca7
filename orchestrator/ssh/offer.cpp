#include "ssh/offer.h"

#include <cstdlib>
#include <cstring>
#include <optional>

#include "base/untrusted.h"

namespace clientpush::ssh {
namespace {

unsigned int size_of(std::string_view text) {
    return static_cast<unsigned int>(text.size());
}

/// libssh2 frees it.
char* copy_for_libssh2(std::string_view text) {
    auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
    if (copy != nullptr) std::memcpy(copy, text.data(), text.size());
    return copy;
}

/// What libssh2 wants signed, and the signature once there is one. While there is none libssh2 is told to ask
/// again.
struct Signing {
    std::string request;
    std::optional<std::string> signature;
};

int sign(LIBSSH2_SESSION*, unsigned char** signature, std::size_t* size, const unsigned char* data,
         std::size_t data_size, void** self) {
    auto& signing = *static_cast<Signing*>(*self);
    if (!signing.signature) {
        signing.request.assign(reinterpret_cast<const char*>(data), data_size);
        return LIBSSH2_ERROR_EAGAIN;
    }
    if (signing.signature->empty()) return -1;
    *signature = reinterpret_cast<unsigned char*>(copy_for_libssh2(*signing.signature));
    *size = signing.signature->size();
    return *signature == nullptr ? -1 : 0;
}

/// The signature; empty, and `why_not` says why, when nobody signs.
asio::awaitable<std::string> signature_of(std::shared_ptr<const Identity> identity, std::string request,
                                          std::string* why_not) {
    try {
        co_return co_await identity->sign(std::move(request));
    } catch (const Error& error) {
        *why_not = error.what();
    }
    co_return std::string();
}

Reply reply_of(long code) {
    Reply reply;
    reply.taken = code == 0;
    return reply;
}

/// The question that is being answered. libssh2 hands its callback the session only, whose own pointer
/// belongs to the engine; a callback runs within the call, on the same thread.
struct Question {
    std::string_view password;
    Session* session = nullptr;
    bool answered = false;
    std::string unfit;  ///< why it was given up
};
thread_local Question* current_question = nullptr;

std::string_view text_of(const LIBSSH2_USERAUTH_KBDINT_PROMPT& prompt) {
    return {reinterpret_cast<const char*>(prompt.text), prompt.length};
}

void answer(const char*, int, const char*, int, int count, const LIBSSH2_USERAUTH_KBDINT_PROMPT* prompts,
            LIBSSH2_USERAUTH_KBDINT_RESPONSE* responses, void**) {
    constexpr std::size_t longest_shown = 100;
    Question& question = *current_question;
    if (count == 0) return;  // a word to the user, with nothing to answer
    const bool fits = count == 1 && prompts[0].echo == 0 && !question.answered;
    if (!fits) {
        question.unfit = "it asks for more than a password: \"" +
                         printable(text_of(prompts[0]).substr(0, longest_shown)) + "\"";
        question.session->close();
        return;
    }
    question.answered = true;
    responses[0].text = copy_for_libssh2(question.password);
    responses[0].length = responses[0].text == nullptr ? 0 : size_of(question.password);
}

/// Makes a question the current one for the time of a call.
class Asking {
public:
    explicit Asking(Question& question) { current_question = &question; }
    ~Asking() { current_question = nullptr; }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;
};

}  // namespace

asio::awaitable<Reply> offer_key(Session* session, std::string user,
                                 std::shared_ptr<const Identity> identity) {
    Signing signing;
    void* abstract = &signing;
    Reply reply;
    for (;;) {
        const auto call = [&] {
            const std::string& blob = identity->blob;
            return libssh2_userauth_publickey(session->libssh2(), user.c_str(),
                                              reinterpret_cast<const unsigned char*>(blob.data()),
                                              blob.size(), &sign, &abstract);
        };
        const auto wants_signature = [&] { return !signing.request.empty() && !signing.signature; };
        const long code = co_await session->op(call, wants_signature);
        if (code != LIBSSH2_ERROR_EAGAIN) {
            reply.taken = code == 0;
            co_return reply;
        }
        signing.signature = co_await signature_of(identity, signing.request, &reply.why_not);
    }
}

asio::awaitable<Reply> offer_password(Session* session, std::string user, Secret password) {
    const std::string_view text = password.reveal();
    const long code = co_await session->op([&] {
        return libssh2_userauth_password_ex(session->libssh2(), user.c_str(), size_of(user), text.data(),
                                            size_of(text), nullptr);
    });
    Reply reply = reply_of(code);
    if (code == LIBSSH2_ERROR_PASSWORD_EXPIRED)
        reply.why_not = "the password has expired, and must be changed by hand first";
    co_return reply;
}

asio::awaitable<Reply> answer_question(Session* session, std::string user, Secret password) {
    Question question;
    question.password = password.reveal();
    question.session = session;
    Reply reply;
    try {
        const long code = co_await session->op([&] {
            const Asking asking(question);
            return libssh2_userauth_keyboard_interactive_ex(session->libssh2(), user.c_str(), size_of(user),
                                                            &answer);
        });
        reply = reply_of(code);
    } catch (const Error&) {
        if (question.unfit.empty()) throw;
    }
    reply.why_not = question.unfit;
    co_return reply;
}

asio::awaitable<std::string> ask_ways(Session* session, std::string user) {
    std::string ways;
    co_await session->op([&] {
        const char* list = libssh2_userauth_list(session->libssh2(), user.c_str(), size_of(user));
        if (list != nullptr) ways = list;
        if (list != nullptr || libssh2_userauth_authenticated(session->libssh2()) != 0) return 0;
        return libssh2_session_last_errno(session->libssh2());
    });
    co_return ways;
}

}  // namespace clientpush::ssh
