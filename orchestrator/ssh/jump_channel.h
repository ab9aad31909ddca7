#pragma once

#include <libssh2.h>

#include <memory>
#include <string>

#include "ssh/byte_stream.h"
#include "ssh/jump_session.h"

namespace clientpush::ssh {

/// A stream through a jump host: one "direct-tcpip" channel of its session. Holds no bytes itself; what the
/// host sends waits in libssh2, a window at most.
class JumpChannel : public ByteStream {
public:
    /// How much a host may send before we have read it.
    static constexpr unsigned window = 64 * 1024;

    JumpChannel(std::shared_ptr<JumpSession> session, LIBSSH2_CHANNEL* channel);
    ~JumpChannel() override;
    JumpChannel(const JumpChannel&) = delete;
    JumpChannel& operator=(const JumpChannel&) = delete;

    std::size_t read_some(char* to, std::size_t size, boost::system::error_code& failure) override;
    std::size_t write_some(std::string_view bytes, boost::system::error_code& failure) override;
    asio::awaitable<void> wait(Until until) override;
    void wake() override { changed_.notify(); }
    void close() override;
    std::chrono::microseconds round_trip() const override;  ///< as far as the jump host
    std::string why_ended() const override;

private:
    friend class JumpSession;
    class Waiting;

    bool readable() const;
    bool writable() const;
    bool ready(Until until) const;

    std::shared_ptr<JumpSession> session_;
    LIBSSH2_CHANNEL* channel_;  ///< null once it is closed
    Signal changed_;
    Until awaited_ = Until::either;
    int waiting_ = 0;
};

}  // namespace clientpush::ssh
