#include "ssh/jump_channel.h"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace clientpush::ssh {
namespace {

using boost::system::error_code;

// A larger buffer would make libssh2 widen the window to it.
constexpr std::size_t read_size = std::size_t{32} * 1024;

}  // namespace

class JumpChannel::Waiting {
public:
    explicit Waiting(JumpChannel& channel) : channel_(channel) { ++channel_.waiting_; }
    ~Waiting() {
        if (--channel_.waiting_ == 0) channel_.session_->nobody_waits();
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

private:
    JumpChannel& channel_;
};

JumpChannel::JumpChannel(std::shared_ptr<JumpSession> session, LIBSSH2_CHANNEL* channel)
    : session_(std::move(session)), channel_(channel), changed_(session_->executor_) {
    session_->enter(this);
}

JumpChannel::~JumpChannel() {
    close();
}

void JumpChannel::close() {
    if (!channel_) return;
    session_->leave(this, channel_);
    channel_ = nullptr;
    changed_.notify();
}

std::size_t JumpChannel::read_some(char* to, std::size_t size, error_code& failure) {
    failure = asio::error::bad_descriptor;
    if (!channel_) return 0;
    const auto count = session_->engine().step(
        [&] { return libssh2_channel_read_ex(channel_, 0, to, std::min(size, read_size)); });
    session_->send();  // libssh2 may have widened the window
    if (count > 0) {
        failure = {};
        return static_cast<std::size_t>(count);
    }
    const bool failed = count < 0 && count != LIBSSH2_ERROR_EAGAIN;
    const bool ended = libssh2_channel_eof(channel_) == 1;
    if (failed || (!ended && session_->broken()))
        failure = asio::error::connection_reset;
    else
        failure = ended ? error_code(asio::error::eof) : error_code(asio::error::would_block);
    return 0;
}

std::size_t JumpChannel::write_some(std::string_view bytes, error_code& failure) {
    failure = asio::error::bad_descriptor;
    if (!channel_) return 0;
    // libssh2 itself never notices that the other side has gone.
    failure = asio::error::broken_pipe;
    if (session_->broken() || libssh2_channel_eof(channel_) == 1) return 0;

    std::size_t written = 0;
    while (written < bytes.size() && session_->has_room()) {
        const std::string_view rest = bytes.substr(written);
        const auto count = session_->engine().step(
            [&] { return libssh2_channel_write(channel_, rest.data(), rest.size()); });
        if (count < 0 && count != LIBSSH2_ERROR_EAGAIN) return 0;
        if (count <= 0) break;
        written += static_cast<std::size_t>(count);
    }
    session_->send();
    failure = {};
    if (written == 0) failure = asio::error::would_block;
    return written;
}

bool JumpChannel::readable() const {
    return libssh2_poll_channel_read(channel_, 0) == 1 || libssh2_channel_eof(channel_) == 1;
}

bool JumpChannel::writable() const {
    return session_->has_room() && libssh2_channel_window_write_ex(channel_, nullptr) > 0;
}

bool JumpChannel::ready(Until until) const {
    if (!channel_ || session_->broken()) return true;
    return (until != Until::writable && readable()) || (until != Until::readable && writable());
}

asio::awaitable<void> JumpChannel::wait(Until until) {
    if (ready(until)) {
        // Whoever has always something to do must leave the other hosts of this thread their turn.
        co_await asio::post(session_->executor_, asio::use_awaitable);
        co_return;
    }
    const Waiting waiting(*this);
    // Two who wait for different things are both woken by either.
    awaited_ = waiting_ > 1 ? Until::either : until;
    session_->start();
    if (!ready(until)) co_await changed_.wait();
    if (!channel_) throw boost::system::system_error(asio::error::operation_aborted);
}

std::chrono::microseconds JumpChannel::round_trip() const {
    return session_->session_->round_trip();
}

std::string JumpChannel::why_ended() const {
    if (!session_->broken()) return {};
    return "the jump host " + session_->host() + " was lost: " + session_->why_broken();
}

}  // namespace clientpush::ssh
