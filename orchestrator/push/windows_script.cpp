#include "push/windows_script.h"

#include <algorithm>
#include <array>

#include "profile/command.h"
#include "profile/properties.h"

namespace clientpush {

extern const std::string_view windows_look_script;
extern const std::string_view windows_attempt_script;

namespace {

constexpr std::array<const char*, 7> attempt_values = {"directory", "package", "attempt", "state_id",
                                                       "fence",     "owner",   "log"};

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool is_plain(char c) {
    return is_ascii(c) && !cmd_misreads(c);
}

/// A value inside `set "name=value"` is read literally as long as it has none of these.
std::string assignment(const std::string& name, const std::string& value) {
    if (!std::ranges::all_of(value, is_plain))
        throw render_refused(name, "its value has a character that cmd.exe could misread",
                             "use letters, digits and . _ - : \\ / only");
    return "set \"" + name + "=" + value + "\"\n";
}

std::string with_windows_line_ends(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 16);
    for (const char c : text) {
        if (c == '\r') continue;  // a profile's script may have been written on Windows
        if (c == '\n') result += '\r';
        result += c;
    }
    return result;
}

/// Calls `each` for every line that is not empty.
template <typename Each>
void each_line(std::string_view text, Each each) {
    while (!text.empty()) {
        const auto stop = std::min(text.find('\n'), text.size());
        if (stop > 0) each(text.substr(0, stop));
        text.remove_prefix(std::min(stop + 1, text.size()));
    }
}

void check_script(std::string_view text) {
    constexpr std::size_t longest_line = 8000;  // cmd.exe cuts at 8191
    if (!std::ranges::all_of(text, is_ascii))
        throw render_refused("command",
                             "a value has a letter beyond ASCII, which depends on the host's code page",
                             "write it without");
    each_line(text, [&](std::string_view line) {
        if (line.size() > longest_line)
            throw render_refused("command",
                                 "it has more than " + std::to_string(longest_line) + " characters",
                                 "shorten its values; cmd.exe takes no more");
    });
}

/// findstr's words for a line that ends an attempt.
std::string end_search(const RemoteValues& values) {
    std::string words = "findstr";
    each_line(value_of(values, "ends"),
              [&](std::string_view end) { words += " /c:\"" + std::string(end) + "\""; });
    return words + " \"" + value_of(values, "log") + "\"";
}

/// A batch file has to be called, or nobody comes back from it.
std::string run_line(const std::string& command) {
    const std::string program = command.substr(0, command.find(' '));
    const bool is_batch = program.ends_with(".cmd") || program.ends_with(".bat");
    return (is_batch ? "call " : "") + command + "\n";
}

}  // namespace

std::string_view windows_shell_line() {
    return "cmd.exe /d /q /v:on";
}

std::string windows_answer_end(const std::string& nonce) {
    return "clientpush-end " + nonce;
}

// The marks are put together on the host: where it echoes what is typed, that is not taken for an answer.
std::string windows_call(const std::string& nonce, const RemoteValues& values, std::string_view lines) {
    std::string text = "@echo off\nset \"mark=clientpush\"\necho !mark!-begin " + nonce + "\n";
    for (const auto& [name, value] : values) text += assignment(name, value);
    text += lines;
    if (!text.ends_with('\n')) text += '\n';
    text += "echo finished=yes\necho !mark!-end " + nonce + "\n";
    return with_windows_line_ends(text);
}

std::string windows_look_lines(const RemoteValues& values) {
    std::string lines(windows_look_script);
    if (!value_of(values, "attempt").empty() && !value_of(values, "ends").empty())
        lines += "for /f \"delims=\" %l in ('" + end_search(values) + " 2^>nul') do @echo end=%l\n";
    return lines;
}

std::string windows_prepare_lines() {
    return "for %d in (\"incoming\\!package!\" payload \"attempts\\!attempt!\" fences) do @mkdir "
           "\"!directory!\\%~d\" 2>nul\n"
           "if exist \"!directory!\\incoming\\!package!\\\" (echo prepared=yes) else (echo "
           "error=cannot-create "
           "!directory!)\n";
}

std::string windows_unstage_lines() {
    return "rmdir /s /q \"!directory!\\incoming\\!package!\" 2>nul\n"
           "rmdir /s /q \"!directory!\\payload\\!package!\" 2>nul\n" +
           windows_prepare_lines();
}

std::string windows_story_lines() {
    return "for /f \"usebackq delims=\" %l in (\"!directory!\\attempts\\!attempt!\\output\") do @echo "
           "output=%l\n"
           "if not \"!log!\"==\"\" for /f \"usebackq delims=\" %l in (\"!log!\") do @echo log=%l\n";
}

std::string windows_tidy_lines() {
    return "rmdir /s /q \"!directory!\\incoming\" 2>nul\n"
           "for /d %d in (\"!directory!\\payload\\*\") do @if not \"%~nxd\"==\"!package!\" rmdir /s /q "
           "\"%d\"\n"
           "for /f \"skip=5 delims=\" %d in ('dir /b /ad /o-d \"!directory!\\attempts\" 2^>nul') do @if "
           "exist "
           "\"!directory!\\attempts\\%d\\result\" rmdir /s /q \"!directory!\\attempts\\%d\"\n";
}

std::string windows_attempt_file(const std::string& nonce, const RemoteValues& values) {
    std::string text = "@echo off\nsetlocal enableextensions disabledelayedexpansion\n";
    for (const char* name : attempt_values) text += assignment(name, value_of(values, name));
    text += assignment("nonce", nonce);
    text += windows_attempt_script;
    text += ":verify\nset \"wrong=\"\n";
    each_line(value_of(values, "manifest"), [&](std::string_view line) {
        text += "call :hash " + std::string(line.substr(66)) + " " + std::string(line.substr(0, 64)) + "\n";
    });
    text += "exit /b 0\n:count\nset \"ends=0\"\nfor /f %%n in ('" + end_search(values) +
            " 2^>nul') do set /a ends+=1\nexit /b 0\n:run\n" + run_line(value_of(values, "command"));
    check_script(text);
    return with_windows_line_ends(text);
}

std::string sftp_path(std::string path) {
    std::ranges::replace(path, '\\', '/');
    return "/" + path;
}

}  // namespace clientpush
