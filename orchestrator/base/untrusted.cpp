#include "base/untrusted.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace clientpush {
namespace {

struct Character {
    char32_t code = 0;
    std::size_t length = 0;  ///< in bytes; 0 means that no valid UTF-8 starts here
};

/// How many bytes the character has that starts with `lead`; 0 when nothing may start with it.
std::size_t length_from(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/// Longer than needed, half of a UTF-16 pair, or past the end of Unicode.
bool is_malformed(char32_t code, std::size_t length) {
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return code < smallest[length] || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF;
}

Character decode(std::string_view bytes) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t length = length_from(lead);
    if (length == 0 || length > bytes.size()) return {};
    if (length == 1) return {lead, 1};
    char32_t code = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(bytes[i]);
        if ((next & 0xC0u) != 0x80u) return {};
        code = (code << 6) | (next & 0x3Fu);
    }
    return is_malformed(code, length) ? Character{} : Character{code, length};
}

bool is_control(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

/// Marks that turn the direction of what follows, so that a line reads differently from what it says.
bool turns_direction(char32_t code) {
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

void append_byte(std::string& text, char byte) {
    fmt::format_to(std::back_inserter(text), "\\x{:02x}", static_cast<unsigned char>(byte));
}

void append(std::string& text, std::string_view bytes, char32_t code) {
    if (is_control(code) && bytes.size() == 1) {
        append_byte(text, bytes.front());
    } else if (is_control(code) || turns_direction(code)) {
        fmt::format_to(std::back_inserter(text), "\\u{{{:04x}}}", static_cast<std::uint32_t>(code));
    } else {
        text += bytes;
    }
}

}  // namespace

std::string printable(std::string_view bytes, bool lines) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const Character next = decode(bytes);
        const std::string_view whole = bytes.substr(0, next.length);
        if (next.length == 0) {
            append_byte(text, bytes.front());
        } else if (lines && (next.code == '\n' || next.code == '\t')) {
            text += whole;
        } else {
            append(text, whole, next.code);
        }
        bytes.remove_prefix(next.length == 0 ? 1 : next.length);
    }
    return text;
}

std::string_view tail(std::string_view bytes, std::size_t limit) {
    if (bytes.size() <= limit) return bytes;
    const std::size_t cut = bytes.size() - limit;
    // A line that begins exactly at the cut is whole, so its newline may stand just before.
    const std::size_t newline = bytes.find('\n', cut - 1);
    const bool line_begins = newline != std::string_view::npos && newline + 1 < bytes.size();
    return bytes.substr(line_begins ? newline + 1 : cut);
}

}  // namespace clientpush
