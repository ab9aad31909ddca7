#include "inventory/files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>

namespace clientpush {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 13> ignored_endings{
    "~", ".orig", ".bak", ".ini", ".cfg", ".retry", ".swp", ".pyc", ".rpm", ".md", ".txt", ".rst", ".pyo"};
constexpr std::array<std::string_view, 3> yaml_endings{".yml", ".yaml", ".json"};

bool is_ignored(std::string_view name) {
    return name.starts_with('.') ||
           std::any_of(ignored_endings.begin(), ignored_endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

std::string without_ending(const std::string& name) {
    for (const std::string_view ending : yaml_endings) {
        if (name.size() > ending.size() && name.ends_with(ending))
            return name.substr(0, name.size() - ending.size());
    }
    return name;
}

constexpr int deepest_folder = 20;

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// The names in a folder in ASCII order, without those that are never read.
std::vector<std::string> names_in(const fs::path& folder, Findings& findings) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (!is_ignored(name)) names.push_back(name);
    }
    if (error)
        findings.error({folder.string(), 0, 0}, "cannot be listed: " + error.message(),
                       "check its permissions");
    std::sort(names.begin(), names.end());
    return names;
}

/// A folder NAME/ may have folders in turn; files of other kinds in it are notes.
void add_below(const fs::path& folder, const std::string& name, std::vector<VarsFile>& found,
               Findings& findings, int depth = 0) {
    for (const std::string& entry : names_in(folder, findings)) {
        const fs::path path = folder / entry;
        if (is_folder(path) && depth < deepest_folder) {
            add_below(path, name, found, findings, depth + 1);
        } else if (without_ending(entry) != entry || path.extension().empty()) {
            found.push_back({name, path.string()});
        }
    }
}

/// Only of a file that can be opened twice: a pipe would lose what is looked at.
bool begins_like_a_program(const fs::path& path) {
    std::array<char, 2> start{};
    std::ifstream(path, std::ios::binary).read(start.data(), start.size());
    return start[0] == '#' && start[1] == '!';
}

/// On file systems without rights every file may be executed, so the ending goes first.
SourceKind kind_of_source(const fs::path& path) {
    const std::string ending = path.extension().string();
    if (ending == ".json") return SourceKind::json;
    if (ending == ".csv" || ending == ".tsv") return SourceKind::csv;
    if (ending == ".jsonl" || ending == ".ndjson") return SourceKind::json_lines;
    if (ending == ".yml" || ending == ".yaml") return SourceKind::yaml;
    std::error_code ignored;
    const bool file = fs::is_regular_file(path, ignored);
    return file && ::access(path.c_str(), X_OK) == 0 ? SourceKind::program : SourceKind::yaml;
}

void add_inventory(const fs::path& path, SourceFiles& files, Findings& findings) {
    std::error_code ignored;
    const Position at{path.string(), 0, 0};
    const SourceKind kind = kind_of_source(path);
    if ((path.extension() == ".ini" || path.extension() == ".cfg") && fs::exists(path, ignored)) {
        findings.error(at, "inventories in INI form are not read",
                       fmt::format("convert it: ansible-inventory -i {} --list --yaml", path.string()));
    } else if (kind == SourceKind::yaml && fs::is_regular_file(path, ignored) &&
               begins_like_a_program(path)) {
        findings.error(at, "this is a program, but it may not be executed",
                       fmt::format("chmod +x {}", path.string()));
    } else {
        files.inventories.push_back({path.string(), kind});
    }
}

/// Folders inside are read in their place, as Ansible does; variables only from beside the outermost one.
void add_folder(const fs::path& folder, int depth, SourceFiles& files, Findings& findings) {
    for (const std::string& name : names_in(folder, findings)) {
        const fs::path path = folder / name;
        if (!is_folder(path)) {
            add_inventory(path, files, findings);
        } else if (name == "group_vars" || name == "host_vars") {
            if (depth > 0)
                findings.warning({path.string(), 0, 0}, "these variables reach nobody",
                                 fmt::format("move them up to the {} of the inventory", name));
        } else if (depth >= deepest_folder) {
            findings.error({path.string(), 0, 0}, "folders are nested too deep here",
                           "does a link lead back into the inventory?");
        } else {
            add_folder(path, depth + 1, files, findings);
        }
    }
}

}  // namespace

SourceFiles find_source(const std::string& source, Findings& findings) {
    const fs::path path(source);
    SourceFiles files{{}, path.parent_path().string()};
    if (is_folder(path)) {
        files.folder = path.string();
        add_folder(path, 0, files, findings);
        return files;
    }
    add_inventory(path, files, findings);
    return files;
}

std::vector<VarsFile> find_vars_files(const std::string& folder, Findings& findings) {
    std::vector<VarsFile> found;
    if (!is_folder(folder)) return found;
    std::map<std::string, std::string> taken;
    for (const std::string& entry : names_in(folder, findings)) {
        const fs::path path = fs::path(folder) / entry;
        const std::string name = is_folder(path) ? entry : without_ending(entry);
        const auto [other, is_new] = taken.emplace(name, path.string());
        if (!is_new) {
            findings.error({path.string(), 0, 0},
                           fmt::format("the variables of {} are in {} already", name, other->second),
                           "keep one of them, or put both into a folder of that name");
        } else if (is_folder(path)) {
            add_below(path, name, found, findings);
        } else {
            found.push_back({name, path.string()});
        }
    }
    return found;
}

}  // namespace clientpush
