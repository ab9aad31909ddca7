#include "local/pipe.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "base/error.h"

namespace clientpush::local {

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
        throw Error(Error::Kind::internal, "no-pipe", std::string("cannot open a pipe: ") + ::strerror(errno),
                    "raise the limit of open files (ulimit -n) or push to fewer hosts at once");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace clientpush::local
