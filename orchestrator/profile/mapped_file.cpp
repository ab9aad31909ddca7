#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.h"
#include "profile/package.h"

namespace clientpush {

namespace {

/// Owns a descriptor for as long as a file is being mapped.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    int number() const { return number_; }

private:
    int number_;
};

Error unreadable(const std::filesystem::path& path, int code) {
    const std::string why = std::generic_category().message(code);
    if (code == ELOOP)
        return {Error::Kind::usage, "payload-unsafe", path.string() + " is a link",
                "put the file itself there"};
    return {Error::Kind::usage, "payload-missing", "cannot read " + path.string() + ": " + why,
            "put the file there and make it readable"};
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat facts {};
    if (file.number() < 0 || ::fstat(file.number(), &facts) != 0) throw unreadable(path, errno);
    if (!S_ISREG(facts.st_mode))
        throw Error(Error::Kind::usage, "payload-unsafe", path.string() + " is not a plain file",
                    "put a plain file there");
    size_ = static_cast<std::size_t>(facts.st_size);
    if (size_ == 0) return;
    void* const memory = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (memory == MAP_FAILED) throw unreadable(path, errno);
    data_ = static_cast<const char*>(memory);
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace clientpush
