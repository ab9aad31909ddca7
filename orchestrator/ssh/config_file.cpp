#include "ssh/config_file.h"

#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace clientpush::ssh {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 16;
constexpr std::string_view blanks = " \t\r\n\f";
constexpr std::string_view word_ends = " \t";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// Takes the keyword and the one "=" that may follow it.
std::string take_keyword(std::string_view& line) {
    std::size_t end = line.find_first_of(" \t\r\n=");
    const bool quoted = line.starts_with('"');
    if (quoted) end = line.find('"', 1);
    std::string keyword(line.substr(quoted ? 1 : 0, end - (quoted && end != std::string_view::npos ? 1 : 0)));
    line.remove_prefix(
        std::min(end == std::string_view::npos ? line.size() : end + (quoted ? 1 : 0), line.size()));
    line = trimmed(line);
    if (line.starts_with('=')) line = trimmed(line.substr(1));
    std::transform(keyword.begin(), keyword.end(), keyword.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return keyword;
}

void refuse_unsafe(const fs::path& file) {
    struct stat facts = {};
    if (::stat(file.c_str(), &facts) != 0) return;
    const bool strange = facts.st_uid != 0 && facts.st_uid != ::getuid();
    if (strange || (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        throw Error(Error::Kind::usage, "ssh-config-unsafe",
                    "ssh's configuration " + file.string() +
                        (strange ? " belongs to somebody else" : " may be written by others"),
                    strange ? "chown it to yourself" : "chmod go-w " + file.string());
}

std::vector<fs::path> files_of(const std::string& pattern, const ConfigPlace& place) {
    fs::path path = pattern;
    if (pattern.starts_with("~/")) path = place.home / pattern.substr(2);
    if (path.is_relative()) path = (place.of_system ? fs::path("/etc/ssh") : place.home / ".ssh") / path;
    std::vector<fs::path> files;
    glob_t found = {};
    if (::glob(path.c_str(), 0, nullptr, &found) == 0)
        files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    return files;
}

void read_includes(ConfigLine& line, ConfigPlace place, std::vector<Problem>& problems) {
    if (++place.depth > deepest) {
        problems.push_back({line.at,
                            "files include each other more than 16 levels deep",
                            "see that no file includes itself",
                            {}});
        return;
    }
    for (const std::string& pattern : line.arguments)
        for (const fs::path& file : files_of(pattern, place)) {
            if (problems.size() > deepest) return;  // files that include themselves twice would be endless
            auto lines = read_config_file(file, place, problems);
            line.included.insert(line.included.end(), lines.begin(), lines.end());
        }
}

}  // namespace

bool split_words(std::string_view text, std::vector<std::string>& words) {
    for (std::size_t i = 0;;) {
        while (i < text.size() && word_ends.find(text[i]) != std::string_view::npos) ++i;
        if (i == text.size() || text[i] == '#') return true;
        std::string word;
        char quote = 0;
        for (; i < text.size(); ++i) {
            const char c = text[i];
            const char next = i + 1 < text.size() ? text[i + 1] : '\0';
            const bool escapes = next == '\'' || next == '"' || next == '\\' || (!quote && next == ' ');
            if (c == '\\' && escapes)
                word += text[++i];
            else if (!quote && word_ends.find(c) != std::string_view::npos)
                break;
            else if (!quote && (c == '"' || c == '\''))
                quote = c;
            else if (quote && c == quote)
                quote = 0;
            else
                word += c;
        }
        if (quote) return false;
        words.push_back(std::move(word));
    }
}

std::vector<ConfigLine> read_config_text(std::string_view text, const std::string& file,
                                         const ConfigPlace& place, std::vector<Problem>& problems) {
    std::vector<ConfigLine> lines;
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view left = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (left.empty() || left.starts_with('#')) continue;
        ConfigLine line;
        line.at = {file, number, 0};
        line.of_system = place.of_system;
        line.keyword = take_keyword(left);
        line.rest = left;
        if (left.empty())
            problems.push_back({line.at,
                                "`" + line.keyword + "` has no value",
                                "write one behind it, or remove the line",
                                {}});
        else if (!split_words(left, line.arguments))
            problems.push_back({line.at, "a quote does not end", "close it", {}});
        else if (line.keyword == "include")
            read_includes(line, place, problems);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<ConfigLine> read_config_file(const fs::path& file, const ConfigPlace& place,
                                         std::vector<Problem>& problems) {
    std::error_code ignored;
    if (!fs::exists(file, ignored) || fs::is_directory(file, ignored)) return {};
    refuse_unsafe(file);
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(Error::Kind::usage, "ssh-config-unreadable",
                    "cannot read ssh's configuration " + file.string(),
                    "let this user read it, or do without: --ssh-config none");
    std::ostringstream text;
    text << in.rdbuf();
    return read_config_text(text.str(), file.string(), place, problems);
}

}  // namespace clientpush::ssh
