#include "profile/profile.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "profile/package.h"
#include "profile/reader.h"

namespace clientpush {

namespace fs = std::filesystem;

namespace {

using yaml::Node;

const std::string file_name = "profile.yml";

/// One profile on its way from YAML to a value.
class ProfileReader {
public:
    ProfileReader(NodeReader& reader, const Node& root, const fs::path& folder)
        : reader_(reader), root_(root) {
        profile_.folder = folder;
        profile_.name = fs::canonical(folder).filename().string();
    }

    Profile read() {
        static const std::vector<std::string> known = {"about", "shell", "platforms", "directory", "files",
                                                       "look",  "tidy",  "install",   "switch"};
        if (!reader_.keys(root_, "a profile", known)) return {};
        if (const Node* about = root_.find("about")) profile_.about = reader_.text(*about, "about");
        read_shell();
        read_platforms();
        read_directory();
        read_files();
        profile_.look = read_script("look");
        read_tidy();
        read_methods();
        return std::move(profile_);
    }

private:
    void read_shell() {
        const Node* shell = root_.find("shell");
        if (shell == nullptr) return;
        if (shell->text == "cmd")
            profile_.shell = Shell::cmd;
        else if (shell->text != "posix")
            reader_.wrong(*shell, "unknown shell \"" + shell->text + "\"",
                          NodeReader::instead(shell->text, {"posix", "cmd"}));
    }

    void read_platforms() {
        const Node* platforms = root_.find("platforms");
        if (platforms == nullptr) {
            reader_.wrong(root_, "the profile has no platforms", "write platforms: [linux], or another one");
            return;
        }
        if (!reader_.is_list(*platforms, "platforms")) return;
        for (const Node& item : platforms->items) read_platform(item);
    }

    void read_platform(const Node& item) {
        std::vector<std::string> known;
        for (const Platform platform : {Platform::windows, Platform::linux, Platform::macos}) {
            known.emplace_back(to_text(platform));
            if (item.text != known.back()) continue;
            profile_.platforms.push_back(platform);
            return;
        }
        reader_.wrong(item, "unknown platform \"" + item.text + "\"", NodeReader::instead(item.text, known));
    }

    void read_directory() {
        profile_.directory = profile_.shell == Shell::cmd ? "C:\\Windows\\clientpush" : "/var/lib/clientpush";
        const Node* directory = root_.find("directory");
        if (directory == nullptr) return;
        profile_.directory = reader_.text(*directory, "directory");
        const bool absolute = profile_.shell == Shell::cmd ? profile_.directory.find(":\\") == 1
                                                           : profile_.directory.starts_with('/');
        if (!absolute || profile_.directory.find(' ') != std::string::npos)
            reader_.wrong(*directory,
                          "directory \"" + profile_.directory + "\" must be absolute and without spaces",
                          "write one like the default, or leave it out");
    }

    void read_files() {
        const Node* files = root_.find("files");
        if (files == nullptr || !reader_.is_list(*files, "files")) return;
        for (const Node& item : files->items) {
            const std::string name = item.kind == Node::Kind::mapping ? foreign_file(item) : own_file(item);
            if (name.empty()) continue;
            if (std::ranges::find(profile_.files, name) != profile_.files.end())
                reader_.wrong(item, "file \"" + name + "\" is listed twice", "remove one of them");
            profile_.files.push_back(name);
        }
    }

    std::string own_file(const Node& item) {
        std::string name = reader_.text(item, "a file");
        if (!check_name(item, name)) return name;
        std::error_code failure;
        if (!fs::is_regular_file(profile_.folder / name, failure))
            reader_.wrong(item, "there is no file \"" + name + "\" beside the profile",
                          "put it into " + profile_.folder.generic_string() + ", or correct its name");
        return name;
    }

    /// A file that its maker does not let us ship: the user puts it there, and `pack` says when it is
    /// missing.
    std::string foreign_file(const Node& item) {
        reader_.keys(item, "a file", {"name", "from"});
        const Node* name_node = item.find("name");
        const Node* from = item.find("from");
        if (name_node == nullptr || from == nullptr) {
            reader_.wrong(item, "a file that is not ours needs name and from",
                          "write {name: setup.exe, from: where a person gets it}");
            return {};
        }
        std::string name = reader_.text(*name_node, "name");
        if (check_name(*name_node, name)) profile_.origins[name] = reader_.text(*from, "from");
        return name;
    }

    bool check_name(const Node& at, const std::string& name) {
        const std::string fault = name.empty() ? "" : unsafe_name(name);
        if (!fault.empty()) reader_.wrong(at, "payload file \"" + name + "\" " + fault, "rename it");
        return !name.empty() && fault.empty();
    }

    /// The text of a script that stands beside the profile; empty when it names none.
    std::string read_script(std::string_view key) {
        const Node* node = root_.find(key);
        if (node == nullptr) return {};
        const std::string name = reader_.text(*node, key);
        if (!check_name(*node, name)) return {};
        std::ifstream file(profile_.folder / name, std::ios::binary);
        std::string text((std::istreambuf_iterator<char>(file)), {});
        if (!file.is_open() || text.empty())
            reader_.wrong(*node,
                          "cannot read the " + std::string(key) + " script \"" + name + "\", or it is empty",
                          "put it into " + profile_.folder.generic_string());
        return text;
    }

    void read_tidy() {
        profile_.tidy = read_script("tidy");
        if (!profile_.tidy.empty() && profile_.shell != Shell::cmd)
            reader_.wrong(*root_.find("tidy"), "tidy is for profiles of Windows hosts", "leave it out");
    }

    void read_methods() {
        for (const Node::Entry& entry : root_.entries) {
            if (entry.key == "install") profile_.install = read_method(reader_, entry, profile_);
            if (entry.key == "switch") profile_.light = read_method(reader_, entry, profile_);
        }
        if (!profile_.install && !profile_.light)
            reader_.wrong(root_, "the profile has no method", "give it install, switch, or both");
    }

    NodeReader& reader_;
    const Node& root_;
    Profile profile_;
};

std::optional<Profile> read_profile(const fs::path& folder, std::vector<Problem>& problems) {
    const auto document = yaml::parse_file((folder / file_name).string(), problems);
    if (!document) return std::nullopt;
    NodeReader reader(*document, problems);
    return ProfileReader(reader, document->root, folder).read();
}

}  // namespace

std::string_view to_text(ExitMeaning meaning) {
    switch (meaning) {
        case ExitMeaning::verify:
            return "verify";
        case ExitMeaning::reboot_pending:
            return "reboot-pending";
        case ExitMeaning::attach:
            return "attach";
        case ExitMeaning::failed:
            return "failed";
        case ExitMeaning::restage:
            return "restage";
    }
    return "failed";
}

Profile load_profile(const fs::path& folder) {
    std::vector<Problem> problems;
    auto profile = read_profile(folder, problems);
    throw_if_wrong(problems);
    return std::move(*profile);
}

std::vector<Profile> load_profiles(const fs::path& payload) {
    std::error_code failure;
    fs::directory_iterator entries(payload, failure);
    if (failure)
        throw Error(Error::Kind::usage, "no-payload-folder",
                    "cannot read the payload folder " + payload.string() + ": " + failure.message(),
                    "name the folder that holds the profiles");
    std::vector<fs::path> folders;
    for (const fs::directory_entry& entry : entries)
        if (fs::exists(entry.path() / file_name, failure)) folders.push_back(entry.path());
    std::ranges::sort(folders);

    std::vector<Problem> problems;
    std::vector<Profile> profiles;
    for (const fs::path& folder : folders)
        if (auto profile = read_profile(folder, problems)) profiles.push_back(std::move(*profile));
    throw_if_wrong(problems);
    return profiles;
}

}  // namespace clientpush
