#include "inventory/utf8.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/untrusted.h"

namespace clientpush {

void append_utf8(std::string& out, unsigned code) {
    const auto byte = [&](unsigned value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6);
        byte(0x80 | (code & 0x3Fu));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3Fu));
        byte(0x80 | (code & 0x3Fu));
    } else {
        byte(0xF0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3Fu));
        byte(0x80 | (code >> 6 & 0x3Fu));
        byte(0x80 | (code & 0x3Fu));
    }
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::optional<Wrong> wrong_in_text(std::string_view text) {
    const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F; };
    if (std::all_of(text.begin(), text.end(), is_plain)) return std::nullopt;
    const std::string shown = printable(text, true);
    if (shown == text) return std::nullopt;
    const auto is_control = [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    };
    const bool unseen = shown.find("\\u{") != shown.npos && text.find("\\u{") == text.npos;
    if (unseen || std::any_of(text.begin(), text.end(), is_control))
        return Wrong{fmt::format("a control character stands in the text: \"{}\"", shown),
                     text.find('\0') == text.npos
                         ? "remove it: of what cannot be seen, only line ends and tabs may stand here"
                         : "remove it; where every other byte is zero, save the file as UTF-8"};
    return Wrong{fmt::format("this is not UTF-8: \"{}\"", shown),
                 "save the file as UTF-8, or as UTF-16 with a byte order mark"};
}

}  // namespace clientpush
