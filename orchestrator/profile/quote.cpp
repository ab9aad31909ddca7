#include <algorithm>

#include "profile/command.h"
#include "profile/properties.h"

namespace clientpush {

namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// For a message: control characters would change the terminal that shows it.
std::string shown(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (!is_control(c)) return {c};
    return {'\\', 'x', digits[byte >> 4], digits[byte & 0xf]};
}

}  // namespace

std::string sh_quote(std::string_view value) {
    if (value.find('\0') != std::string_view::npos)
        throw render_refused("argument", "it contains a NUL byte, which no program can be given",
                             "remove it");
    std::string quoted = "'";
    for (const char c : value) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    return quoted + "'";
}

bool cmd_misreads(char c) {
    return is_control(c) || std::string_view("\"%^&|<>!`").find(c) != std::string_view::npos;
}

std::string cmd_quote(std::string_view value, std::string_view subject) {
    const auto bad = std::ranges::find_if(value, cmd_misreads);
    if (bad != value.end())
        throw render_refused(subject, "the character " + shown(*bad) + " cannot be passed through cmd.exe",
                             "remove it from the value");
    if (!value.empty() && value.find(' ') == std::string_view::npos) return std::string(value);
    if (value.ends_with('\\'))
        throw render_refused(subject,
                             "a value with spaces ends with a backslash, which would hide the closing quote",
                             "leave the last backslash out");
    return "\"" + std::string(value) + "\"";
}

}  // namespace clientpush
