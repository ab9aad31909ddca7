#include "status/state_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <sstream>
#include <utility>

#include "base/error.h"
#include "base/untrusted.h"

namespace clientpush {
namespace {

bool lock(const FileDescriptor& file) {
    struct flock whole_file {};
    whole_file.l_type = F_WRLCK;
    whole_file.l_whence = SEEK_SET;
    if (fcntl(file.get(), F_OFD_SETLK, &whole_file) == 0) return true;
    if (errno == EAGAIN || errno == EACCES) return false;
    throw Error(Error::Kind::usage, "state-unwritable",
                std::string("the file system of the state cannot lock files: ") + std::strerror(errno),
                "choose a place on a local disk with --state");
}

/// The words are for messages only, so failing to write them is no failure.
void introduce(const FileDescriptor& file, const std::string& command, Time now) {
    const std::string text =
        std::to_string(getpid()) + "\n" + printable(command) + "\n" + to_text(now) + "\n";
    if (ftruncate(file.get(), 0) != 0) return;
    [[maybe_unused]] const ssize_t written = pwrite(file.get(), text.data(), text.size(), 0);
}

LockHolder holder_of(const FileDescriptor& file) {
    std::array<char, 4096> buffer{};
    const ssize_t count = pread(file.get(), buffer.data(), buffer.size(), 0);
    std::istringstream text(
        std::string(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))));
    LockHolder holder;
    std::string pid;
    std::getline(text, pid);
    std::getline(text, holder.command);
    std::getline(text, holder.since);
    std::from_chars(pid.data(), pid.data() + pid.size(), holder.pid);
    return holder;
}

Error busy(const std::filesystem::path& state, const LockHolder& holder) {
    std::string what = "the state " + state.string() + " belongs to another clientpush that is running";
    if (holder.pid != 0) {
        what +=
            ": process " + std::to_string(holder.pid) + " (" + holder.command + "), since " + holder.since;
    }
    return Error(Error::Kind::usage, "state-busy", what,
                 "wait until it ends, or ask it: `clientpush status`, `clientpush pause` and `clientpush "
                 "cancel` go to that process");
}

}  // namespace

StateLock::StateLock(std::filesystem::path state, FileDescriptor file)
    : state_(std::move(state)), file_(std::move(file)) {}

std::variant<StateLock, LockHolder> StateLock::try_acquire(const std::filesystem::path& state,
                                                           const std::string& command, Time now) {
    const std::filesystem::path whole = std::filesystem::absolute(state);
    make_private_folder_of(whole);
    FileDescriptor file = open_private_file(whole.string() + ".lock");
    if (!lock(file)) return holder_of(file);
    introduce(file, command, now);
    return StateLock(whole, std::move(file));
}

StateLock StateLock::acquire(const std::filesystem::path& state, const std::string& command, Time now) {
    auto result = try_acquire(state, command, now);
    if (const auto* holder = std::get_if<LockHolder>(&result)) throw busy(state, *holder);
    return std::get<StateLock>(std::move(result));
}

std::optional<LockHolder> StateLock::holder(const std::filesystem::path& state) {
    const FileDescriptor file(open((state.string() + ".lock").c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return errno == ENOENT ? std::nullopt : std::optional(LockHolder{});
    struct flock whole_file {};
    whole_file.l_type = F_WRLCK;
    whole_file.l_whence = SEEK_SET;
    const bool free = fcntl(file.get(), F_OFD_GETLK, &whole_file) == 0 && whole_file.l_type == F_UNLCK;
    return free ? std::nullopt : std::optional(holder_of(file));
}

}  // namespace clientpush
