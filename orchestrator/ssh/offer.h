#pragma once

#include <memory>
#include <string>

#include "base/asio.h"
#include "base/secret.h"
#include "ssh/identity.h"
#include "ssh/session.h"

namespace clientpush::ssh {

/// What a host made of one attempt to log in.
struct Reply {
    bool taken = false;
    std::string why_not;  ///< for people, where more is to be said than that the host said no
};

/// Shows a key or certificate, and signs for it when the host would take it.
asio::awaitable<Reply> offer_key(Session* session, std::string user,
                                 std::shared_ptr<const Identity> identity);

asio::awaitable<Reply> offer_password(Session* session, std::string user, Secret password);

/// Answers one question without an echo with the password. More questions, or one whose answer is echoed,
/// ask for something else: the connection is given up then, and the password does not leave.
asio::awaitable<Reply> answer_question(Session* session, std::string user, Secret password);

/// The ways to log in that the host offers this user now: "publickey,password". A host that lets everybody in
/// has done so by then.
asio::awaitable<std::string> ask_ways(Session* session, std::string user);

}  // namespace clientpush::ssh
