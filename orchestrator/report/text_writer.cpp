#include "report/text_writer.h"

#include <algorithm>

namespace clientpush {
namespace {

constexpr int usual_width = 80;
constexpr int narrowest = 40;
constexpr int room_beside = 24;

bool continues_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

/// Where a line of `width` columns may end: the byte offset of what goes to the next line.
std::size_t break_of(std::string_view text, int width) {
    std::size_t outside = 0;
    std::size_t inside = 0;
    std::size_t at = 0;
    int depth = 0;
    for (int column = 0; at < text.size(); ++at) {
        if (continues_a_character(text[at])) continue;
        if (text[at] == ' ' && at > 0) outside = at;
        if (column == width) break;
        ++column;
        if (text[at] == '[') ++depth;
        if (text[at] == ']') --depth;
        if (text[at] == ',') (depth > 0 ? inside : outside) = at + 1;
    }
    if (outside > 0) return outside;
    return inside > 0 ? inside : at;
}

std::string_view without_blanks(std::string_view text) {
    const std::size_t end = text.find_last_not_of(' ');
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

/// Without counting all of it: what is left of a line may be millions of names.
bool is_wider(std::string_view line, int width) {
    constexpr std::size_t longest_character = 4;
    return line.size() > static_cast<std::size_t>(width) * longest_character || columns(line) > width;
}

void wrap_line(std::string_view line, int width, std::vector<std::string>& lines) {
    while (is_wider(line, width)) {
        const std::size_t end = break_of(line, width);
        lines.emplace_back(without_blanks(line.substr(0, end)));
        line.remove_prefix(std::min(line.size(), std::max(end, line.find_first_not_of(' ', end))));
    }
    lines.emplace_back(without_blanks(line));
}

std::string blanks(int count) {
    return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

std::string_view code_of(Colour colour) {
    switch (colour) {
        case Colour::green:
            return "\x1b[32m";
        case Colour::red:
            return "\x1b[31m";
        case Colour::yellow:
            return "\x1b[33m";
        case Colour::plain:
            break;
    }
    return "";
}

}  // namespace

int columns(std::string_view text) {
    return static_cast<int>(std::ranges::count_if(text, [](char c) { return !continues_a_character(c); }));
}

std::vector<std::string> wrap(std::string_view text, int width) {
    std::vector<std::string> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        wrap_line(text.substr(0, end), std::max(1, width), lines);
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

TextWriter::TextWriter(std::ostream& out, Style style)
    : out_(out),
      colour_(style.colour),
      width_(style.width > 0 ? std::max(style.width, narrowest) : usual_width) {}

void TextWriter::paragraph(int indent, std::string_view text, Colour colour) {
    for (const std::string& line : wrap(text, width_ - indent)) {
        if (!line.empty()) out_ << blanks(indent) << painted(line, colour);
        out_ << '\n';
    }
}

void TextWriter::beside(std::string_view head, std::string_view text, Colour head_colour) {
    const int indent = columns(head);
    if (width_ - indent < room_beside) {
        paragraph(0, head, head_colour);
        paragraph(static_cast<int>(head.find_first_not_of(' ')) + 4, text);
        return;
    }
    std::string start =
        painted(without_blanks(head), head_colour) + blanks(indent - columns(without_blanks(head)));
    for (const std::string& line : wrap(text, width_ - indent)) {
        out_ << start << line << '\n';
        start = blanks(indent);
    }
}

void TextWriter::gap() {
    out_ << '\n';
}

std::string TextWriter::painted(std::string_view text, Colour colour) const {
    if (!colour_ || colour == Colour::plain || text.empty()) return std::string(text);
    return std::string(code_of(colour)) + std::string(text) + "\x1b[0m";
}

}  // namespace clientpush
