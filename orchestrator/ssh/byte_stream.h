#pragma once

#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/asio.h"

namespace clientpush::ssh {

/// Bytes that go to a host and come from it, in order: a socket, or a channel through a jump host. Reading
/// and writing never wait; one coroutine may wait for bytes while another waits for room. The destructor does
/// no I/O.
class ByteStream {
public:
    enum class Until { readable, writable, either };

    virtual ~ByteStream() = default;

    /// Takes what is there, at most `size` bytes. asio::error::would_block: nothing yet. asio::error::eof:
    /// the host has ended its side.
    virtual std::size_t read_some(char* to, std::size_t size, boost::system::error_code& failure) = 0;

    /// Takes as much of `bytes` as there is room for. After would_block repeat with the same bytes first.
    virtual std::size_t write_some(std::string_view bytes, boost::system::error_code& failure) = 0;

    /// May also end for no reason. Throws boost::system::system_error when the stream was closed or the
    /// coroutine cancelled.
    virtual asio::awaitable<void> wait(Until until) = 0;

    /// Ends every wait() that is under way.
    virtual void wake() = 0;

    /// Nothing comes and goes any more.
    virtual void close() = 0;

    /// Asks that what was read is acknowledged without delay.
    virtual void acknowledge_now() {}

    /// From a byte that leaves to its acknowledgement; 0 when that is not known.
    virtual std::chrono::microseconds round_trip() const { return {}; }

    /// Why it broke, where the failure's own words do not tell; else empty.
    virtual std::string why_ended() const { return {}; }
};

}  // namespace clientpush::ssh
