#include "local/pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <utility>

#include "base/error.h"

namespace clientpush::local {

using boost::system::error_code;

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = other.release();
    }
    return *this;
}

int Descriptor::release() {
    return std::exchange(fd_, -1);
}

void Descriptor::reset() {
    if (fd_ >= 0) ::close(release());
}

Pipe Pipe::open() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw Error(Error::Kind::internal, "no-pipe",
                    "cannot open a pipe: " + error_code(errno, boost::system::system_category()).message(),
                    "raise the limit of open files (ulimit -n) or push to fewer hosts at once");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

asio::awaitable<void> feed(asio::writable_pipe pipe, std::string text) {
    error_code failure;
    co_await asio::async_write(pipe, asio::buffer(text), asio::redirect_error(asio::use_awaitable, failure));
    if (failure == asio::error::operation_aborted) throw boost::system::system_error(failure);
}

asio::awaitable<Drained> drain(asio::readable_pipe pipe, std::size_t limit) {
    Drained drained;
    std::array<char, 32 * 1024> block;
    for (;;) {
        error_code failure;
        const std::size_t count = co_await pipe.async_read_some(
            asio::buffer(block), asio::redirect_error(asio::use_awaitable, failure));
        if (failure == asio::error::operation_aborted) throw boost::system::system_error(failure);
        if (failure) co_return drained;
        const std::size_t room = limit - std::min(limit, drained.text.size());
        drained.text.append(block.data(), std::min(count, room));
        if (count > room) drained.cut = true;
    }
}

}  // namespace clientpush::local
