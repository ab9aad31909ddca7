#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "ssh/byte_stream.h"

namespace clientpush::ssh {

/// A connected TCP socket.
class TcpStream : public ByteStream {
public:
    using Socket = asio::ip::tcp::socket;

    explicit TcpStream(Socket socket);

    std::size_t read_some(char* to, std::size_t size, boost::system::error_code& failure) override;
    std::size_t write_some(std::string_view bytes, boost::system::error_code& failure) override;
    asio::awaitable<void> wait(Until until) override;
    void wake() override;
    void close() override;
    void acknowledge_now() override;
    std::chrono::microseconds round_trip() const override;

private:
    mutable Socket socket_;  // its native_handle() is not const
};

}  // namespace clientpush::ssh
