#include "status/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "base/error.h"

namespace clientpush {
namespace {

[[noreturn]] void throw_unwritable(const std::filesystem::path& path, int cause) {
    throw Error(Error::Kind::usage, "state-unwritable",
                "cannot write " + path.string() + ": " + std::strerror(cause),
                "choose a place that you may write to with --state, or repair its permissions");
}

void sync_folder(const std::filesystem::path& folder) {
    const FileDescriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0 || fsync(opened.get()) != 0) throw_unwritable(folder, errno);
}

void refuse_if_others_may_write(const std::filesystem::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) throw_unwritable(file, errno);
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) == 0) return;
    throw Error(Error::Kind::usage, "state-not-private", file.string() + " can be written by other users",
                "make sure that nobody changed it, then run: chmod 600 " + file.string());
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

FileDescriptor::~FileDescriptor() {
    if (number_ >= 0) close(number_);
}

int FileDescriptor::release() noexcept {
    return std::exchange(number_, -1);
}

void make_private_folder_of(const std::filesystem::path& file) {
    std::vector<std::filesystem::path> missing;
    std::error_code unreadable;
    for (auto folder = file.parent_path(); !folder.empty() && !std::filesystem::exists(folder, unreadable);
         folder = folder.parent_path()) {
        missing.push_back(folder);
    }
    for (auto folder = missing.rbegin(); folder != missing.rend(); ++folder) {
        if (mkdir(folder->c_str(), 0700) != 0 && errno != EEXIST) throw_unwritable(*folder, errno);
    }
}

void make_private_file(const std::filesystem::path& file) {
    const FileDescriptor created(open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (created.get() >= 0) {
        sync_folder(file.parent_path());
    } else if (errno == EEXIST) {
        refuse_if_others_may_write(file);
    } else {
        throw_unwritable(file, errno);
    }
}

FileDescriptor open_private_file(const std::filesystem::path& file) {
    make_private_file(file);
    FileDescriptor opened(open(file.c_str(), O_RDWR | O_CLOEXEC));
    if (opened.get() < 0) throw_unwritable(file, errno);
    return opened;
}

}  // namespace clientpush
