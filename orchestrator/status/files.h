#pragma once

#include <filesystem>

namespace clientpush {

/// An open file; closed with its owner, and not inherited by child processes.
class FileDescriptor {
public:
    explicit FileDescriptor(int number) : number_(number) {}
    FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor();

    int get() const { return number_; }

private:
    int release() noexcept;

    int number_;
};

/// Makes what is missing of the folder that holds `file`, for its owner only (0700). Folders that are there
/// stay as they are. Throws Error{usage} "state-unwritable".
void make_private_folder_of(const std::filesystem::path& file);

/// Makes an empty file for its owner only (0600), whose name survives a power loss; one that is there is left
/// alone, and not even opened: closing it would drop the locks that SQLite has on it in this process. Throws
/// Error{usage} "state-unwritable", or "state-not-private" when others may write to it.
void make_private_file(const std::filesystem::path& file);

/// The same, opened for reading and writing.
FileDescriptor open_private_file(const std::filesystem::path& file);

}  // namespace clientpush
