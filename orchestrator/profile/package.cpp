#include "profile/package.h"

#include <algorithm>
#include <sstream>

#include "base/error.h"
#include "profile/sha256.h"

namespace clientpush {

namespace fs = std::filesystem;

namespace {

Error unsafe(const std::string& what, const std::string& cure) {
    return {Error::Kind::usage, "payload-unsafe", what, cure};
}

bool is_allowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._+-/").find(c) != std::string_view::npos;
}

/// A link on the way could make a file of this machine travel to every client.
void refuse_links(const fs::path& folder, const std::string& name) {
    fs::path path = folder;
    for (const fs::path& part : fs::path(name)) {
        path /= part;
        std::error_code ignored;
        if (fs::is_symlink(fs::symlink_status(path, ignored)))
            throw unsafe("payload file " + path.string() + " is a link", "put the file itself there");
    }
}

PackageFile load_file(const Profile& profile, const std::string& name) {
    if (const std::string wrong = unsafe_name(name); !wrong.empty())
        throw unsafe("payload file \"" + name + "\" " + wrong, "rename it");
    refuse_links(profile.folder, name);
    PackageFile file{name, {}, std::make_shared<const MappedFile>(profile.folder / name)};
    file.sha256 = sha256(file.content->data());
    return file;
}

/// All that is missing in one error, with the place where each is to be had.
void refuse_missing(const Profile& profile) {
    std::string names;
    std::string cure;
    for (const std::string& name : profile.files) {
        std::error_code failure;
        if (!unsafe_name(name).empty() || fs::exists(fs::symlink_status(profile.folder / name, failure)))
            continue;
        names += (names.empty() ? "" : ", ") + name;
        const auto origin = profile.origins.find(name);
        cure += cure.empty() ? "copy " : ", and ";
        cure += name + (origin == profile.origins.end() ? "" : " from " + origin->second);
    }
    if (!names.empty())
        throw Error(Error::Kind::usage, "payload-missing",
                    "the payload of profile " + profile.name + " is not complete: there is no " + names,
                    cure + " into " + profile.folder.generic_string() + "/");
}

}  // namespace

std::string sha256(std::string_view data) {
    Sha256 digest;
    digest.add(data);
    return digest.text();
}

std::string unsafe_name(std::string_view name) {
    if (name.empty()) return "has no name";
    if (name.starts_with('/')) return "is an absolute path";
    if (!std::ranges::all_of(name, is_allowed))
        return "has a character other than letters, digits and . _ + - in its name";
    std::istringstream parts{std::string(name) + "/"};
    for (std::string part; std::getline(parts, part, '/');) {
        if (part.empty() || part == ".") return "has an empty step in its path";
        if (part == "..") return "leaves the profile's folder";
        if (part.starts_with('-')) return "begins with -, which programs read as an option";
    }
    return {};
}

std::uint64_t Package::size() const {
    std::uint64_t sum = 0;
    for (const PackageFile& file : files) sum += file.size();
    return sum;
}

std::string Package::manifest() const {
    std::string text;
    for (const PackageFile& file : files) text += file.sha256 + "  " + file.name + "\n";
    return text;
}

Package pack(const Profile& profile) {
    refuse_missing(profile);
    std::vector<std::string> names = profile.files;
    std::ranges::sort(names);
    Package package;
    for (const std::string& name : names) package.files.push_back(load_file(profile, name));
    package.digest = sha256(package.manifest());
    return package;
}

}  // namespace clientpush
