#pragma once

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

}  // namespace clientpush::local
