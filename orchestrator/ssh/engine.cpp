#include "ssh/engine.h"

#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace clientpush::ssh {
namespace {

constexpr std::size_t opening_limit = 8192;
constexpr std::size_t farewell_limit = 200;
constexpr std::size_t idle_buffer_limit = 65536;

// Some of libssh2's clean-up paths spin until bytes arrive, which here they cannot while it spins.
constexpr int starved_limit = 1000;

Engine* engine(void** self) {
    return static_cast<Engine*>(*self);
}

/// libssh2_init is neither thread-safe nor undone: once for the process.
void start_libssh2() {
    static const int result = libssh2_init(0);
    if (result != 0) throw std::bad_alloc();
}

}  // namespace

Engine::Engine() {
    start_libssh2();
    session_.reset(libssh2_session_init_ex(nullptr, nullptr, nullptr, this));
    if (!session_) throw std::bad_alloc();
    libssh2_session_set_blocking(session(), 0);
    libssh2_session_callback_set(session(), LIBSSH2_CALLBACK_SEND, reinterpret_cast<void*>(&Engine::send));
    libssh2_session_callback_set(session(), LIBSSH2_CALLBACK_RECV, reinterpret_cast<void*>(&Engine::receive));
    libssh2_session_callback_set(session(), LIBSSH2_CALLBACK_DISCONNECT,
                                 reinterpret_cast<void*>(&Engine::disconnected));
}

Engine::~Engine() {
    // libssh2_session_free would say goodbye and wait for answers; with a dead wire it only frees.
    kill();
}

int Engine::stand_in_socket() {
    static const int socket = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return socket;
}

void Engine::received(std::string_view bytes) {
    input_.erase(0, input_taken_);
    input_taken_ = 0;
    input_ += bytes;
    if (keep_opening_) opening_ += bytes.substr(0, opening_limit - std::min(opening_limit, opening_.size()));
}

void Engine::forget_opening() {
    keep_opening_ = false;
    opening_ = {};
}

std::string Engine::last_error() const {
    char* text = nullptr;
    libssh2_session_last_error(session_.get(), &text, nullptr, 0);
    if (text == nullptr) return {};
    return text;
}

ssize_t Engine::send(libssh2_socket_t, const void* bytes, std::size_t count, int, void** self) {
    Engine* me = engine(self);
    if (me->dead_) return -ECONNRESET;
    me->output_.append(static_cast<const char*>(bytes), count);
    return static_cast<ssize_t>(count);
}

ssize_t Engine::receive(libssh2_socket_t, void* bytes, std::size_t count, int, void** self) {
    Engine* me = engine(self);
    if (me->dead_) return -ECONNRESET;
    return me->take_input(static_cast<char*>(bytes), count);
}

ssize_t Engine::take_input(char* to, std::size_t count) {
    count = std::min(count, input_.size() - input_taken_);
    if (count == 0) {
        if (input_ended_) {
            saw_end_ = true;
            return 0;
        }
        if (++starved_ > starved_limit) {
            kill();
            return -ECONNRESET;
        }
        return -EAGAIN;
    }
    std::memcpy(to, input_.data() + input_taken_, count);
    input_taken_ += count;
    if (input_taken_ == input_.size() && input_.capacity() > idle_buffer_limit) {
        input_ = {};
        input_taken_ = 0;
    }
    return static_cast<ssize_t>(count);
}

void Engine::disconnected(LIBSSH2_SESSION*, int, const char* message, int message_size, const char*, int,
                          void** self) {
    if (message == nullptr || message_size <= 0) return;
    engine(self)->farewell_.assign(message, std::min(static_cast<std::size_t>(message_size), farewell_limit));
}

}  // namespace clientpush::ssh
