#pragma once

#include <libssh2.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/owned.h"

namespace clientpush::ssh {

/// libssh2's protocol machine between two queues of bytes. It never touches a socket: its owner moves bytes
/// from the wire into received() and from unsent() onto the wire. So libssh2 never has a half-sent packet,
/// and nothing that it does can wait.
class Engine {
public:
    Engine();
    ~Engine();  ///< frees what libssh2 holds; says nothing to the host
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    LIBSSH2_SESSION* session() { return session_.get(); }

    /// What libssh2_session_handshake wants for a socket. Nothing ever happens on it.
    static int stand_in_socket();

    /// Makes one call into libssh2. Repeat it with the same arguments while it gives LIBSSH2_ERROR_EAGAIN;
    /// in between the wire has to bring something.
    template <typename Call>
    auto step(Call call) {
        starved_ = 0;
        saw_end_ = false;
        return call();
    }

    void received(std::string_view bytes);
    void no_more_input() { input_ended_ = true; }
    bool input_ended() const { return input_ended_; }

    /// Whether the last call read on behind the last byte: what it waited for has not come and will not.
    bool saw_end() const { return saw_end_; }
    std::size_t unread() const { return input_.size() - input_taken_; }

    std::string_view unsent() const { return output_; }
    void sent(std::size_t count) { output_.erase(0, count); }

    /// From now on every call fails at once.
    void kill() { dead_ = true; }
    bool dead() const { return dead_; }

    /// What libssh2 said last. May quote the host.
    std::string last_error() const;

    /// What the host gave as its reason when it ended the connection (SSH_MSG_DISCONNECT); may be empty.
    const std::string& farewell() const { return farewell_; }

    /// The first bytes of the host, some kilobytes at most, until forget_opening().
    const std::string& opening() const { return opening_; }
    void forget_opening();

private:
    static ssize_t send(libssh2_socket_t, const void* bytes, std::size_t count, int, void** self);
    static ssize_t receive(libssh2_socket_t, void* bytes, std::size_t count, int, void** self);
    static void disconnected(LIBSSH2_SESSION*, int reason, const char* message, int message_size, const char*,
                             int, void** self);
    ssize_t take_input(char* to, std::size_t count);

    std::string input_;
    std::size_t input_taken_ = 0;
    std::string output_;
    std::string opening_;
    std::string farewell_;
    bool keep_opening_ = true;
    bool input_ended_ = false;
    bool saw_end_ = false;
    bool dead_ = false;
    int starved_ = 0;
    Owned<LIBSSH2_SESSION, libssh2_session_free> session_;
};

}  // namespace clientpush::ssh
