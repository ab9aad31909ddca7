#pragma once

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <string>
#include <utility>

#include "ssh/byte_stream.h"

namespace clientpush {

/// A host that says what the script has, piece by piece, and then ends its side. Takes whatever is written,
/// a few bytes at a time.
class ScriptedStream : public ssh::ByteStream {
public:
    explicit ScriptedStream(std::deque<std::string> pieces, std::string* heard = nullptr)
        : pieces_(std::move(pieces)), heard_(heard) {}

    std::size_t read_some(char* to, std::size_t size, boost::system::error_code& failure) override {
        failure = asio::error::would_block;
        if (std::exchange(silent_, !silent_)) return 0;
        failure = asio::error::eof;
        if (pieces_.empty()) return 0;
        failure = {};
        const std::size_t count = pieces_.front().copy(to, size);
        pieces_.front().erase(0, count);
        if (pieces_.front().empty()) pieces_.pop_front();
        return count;
    }

    std::size_t write_some(std::string_view bytes, boost::system::error_code& failure) override {
        failure = asio::error::would_block;
        if (std::exchange(full_, !full_)) return 0;
        failure = {};
        const std::string_view taken = bytes.substr(0, 7);
        if (heard_) *heard_ += taken;
        return taken.size();
    }

    asio::awaitable<void> wait(Until) override { co_await asio::post(asio::use_awaitable); }
    void wake() override {}
    void close() override { pieces_.clear(); }

private:
    std::deque<std::string> pieces_;
    std::string* heard_;
    bool silent_ = false;  ///< every other call has to wait
    bool full_ = false;
};

}  // namespace clientpush
