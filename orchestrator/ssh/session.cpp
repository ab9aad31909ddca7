#include "ssh/session.h"

#include <boost/asio/error.hpp>
#include <vector>

#include "base/untrusted.h"

namespace clientpush::ssh {
namespace {

using boost::system::error_code;

constexpr std::size_t read_size = std::size_t{256} * 1024;

// More than this is left with the stream while we are busy sending.
constexpr std::size_t unread_limit = std::size_t{4} * 1024 * 1024;

// A host that never stops talking must leave the other hosts of this thread their turn.
constexpr int reads_before_others = 16;

}  // namespace

Session::Session(std::unique_ptr<ByteStream> stream, std::string host)
    : stream_(std::move(stream)), host_(std::move(host)) {}

void Session::close() {
    engine_.kill();
    stream_->close();
}

bool Session::means_lost(long code) {
    return code == LIBSSH2_ERROR_SOCKET_RECV || code == LIBSSH2_ERROR_SOCKET_SEND ||
           code == LIBSSH2_ERROR_SOCKET_DISCONNECT;
}

std::string Session::why_lost() const {
    if (!engine_.farewell().empty()) return "it said: " + printable(engine_.farewell());
    if (std::string why = stream_->why_ended(); !why.empty()) return why;
    if (!wire_error_.empty()) return wire_error_;
    return engine_.input_ended() ? "it closed the connection" : "the connection was given up";
}

void Session::throw_if_dead() const {
    if (engine_.dead()) throw_lost();
}

void Session::throw_lost() const {
    throw Error(Error::Kind::lost, "connection-lost", "the connection to " + host_ + " broke: " + why_lost(),
                "see whether the host is up and the network between is steady, then retry");
}

asio::awaitable<void> Session::flush() {
    Step step(*this);
    while (!engine_.unsent().empty()) {
        error_code failure;
        engine_.sent(stream_->write_some(engine_.unsent(), failure));
        if (failure == asio::error::would_block) {
            co_await wait_for_room();
        } else if (failure) {
            // What the host said before it hung up may still be waiting to be read.
            wire_error_ = failure.message();
            engine_.sent(engine_.unsent().size());
        }
    }
    step.ended();
}

asio::awaitable<void> Session::wait_for_room() {
    // A host that waits for us to read before it reads on would otherwise wait for ever, as would we.
    if (!engine_.input_ended() && engine_.unread() < unread_limit) {
        co_await stream_->wait(ByteStream::Until::either);
        read_what_is_there();
    } else {
        co_await stream_->wait(ByteStream::Until::writable);
    }
}

asio::awaitable<void> Session::wait_for_input() {
    Step step(*this);
    if (engine_.input_ended()) {
        // libssh2 may have given up on half a header and not yet have seen the end behind it.
        if (end_was_told_) throw_lost();
        end_was_told_ = true;
        step.ended();
        co_return;
    }
    const bool patient = ++reads_in_a_row_ < reads_before_others;
    if (!patient || !read_what_is_there()) {
        reads_in_a_row_ = 0;
        co_await stream_->wait(ByteStream::Until::readable);
        read_what_is_there();
    }
    step.ended();
}

bool Session::read_what_is_there() {
    thread_local std::vector<char> scratch(read_size);
    error_code failure;
    const std::size_t count = stream_->read_some(scratch.data(), scratch.size(), failure);
    if (failure == asio::error::would_block) return false;
    if (failure) {
        if (failure != asio::error::eof) wire_error_ = failure.message();
        engine_.no_more_input();
        return true;
    }
    if (hurry_) stream_->acknowledge_now();
    engine_.received({scratch.data(), count});
    return true;
}

}  // namespace clientpush::ssh
