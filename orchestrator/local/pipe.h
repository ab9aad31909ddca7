#pragma once

#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <string>

#include "base/asio.h"

namespace clientpush::local {

/// A descriptor with one owner.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;

    int get() const { return fd_; }
    int release();
    void reset();

private:
    int fd_;
};

/// Both ends are closed in every child process but the one that gets an end as a standard stream.
struct Pipe {
    Descriptor read_end;
    Descriptor write_end;

    static Pipe open();
};

/// Writes all of it and closes the pipe; ends early when nobody reads any more.
asio::awaitable<void> feed(asio::writable_pipe pipe, std::string text);

struct Drained {
    std::string text;
    bool cut = false;
};

/// Reads until every writer has gone; keeps at most `limit` bytes.
asio::awaitable<Drained> drain(asio::readable_pipe pipe, std::size_t limit);

}  // namespace clientpush::local
