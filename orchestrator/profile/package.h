#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "profile/profile.h"

namespace clientpush {

/// SHA-256 as 64 hexadecimal digits.
std::string sha256(std::string_view data);

/// A file mapped into memory once and shared by every upload.
class MappedFile {
public:
    explicit MappedFile(const std::filesystem::path& path);
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    std::string_view data() const { return {data_, size_}; }

private:
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

struct PackageFile {
    std::string name;  ///< relative, no "..", no absolute path, no link
    std::string sha256;
    std::shared_ptr<const MappedFile> content;

    std::uint64_t size() const { return content->data().size(); }
};

/// The payload of a profile, by content: two packages are the same when their digests are. Files have no
/// modes: a script is run as `sh FILE`, so none needs to be executable.
struct Package {
    std::string digest;              ///< SHA-256 of the manifest
    std::vector<PackageFile> files;  ///< by name

    std::uint64_t size() const;
    std::string manifest() const;  ///< "<sha256>  <name>\n" per file, as sha256sum -c reads it
};

/// What is wrong with the name of a payload file, or "": it must be relative, without "..", and made of
/// letters, digits and . _ + - only, so that no shell and no manifest can misread it.
std::string unsafe_name(std::string_view name);

/// Throws Error{usage} "payload-missing" (the cure says where Microsoft's files come from) or
/// "payload-unsafe".
Package pack(const Profile& profile);

}  // namespace clientpush
