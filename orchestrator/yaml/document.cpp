#include "yaml/document.h"

#include <algorithm>
#include <utility>

#include "base/excerpt.h"

namespace clientpush::yaml {
namespace {

/// Of longer lines not even the beginning is of use.
constexpr std::size_t longest_excerpt = 4096;

bool starts_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
}

std::string_view line_of(const Document& document, int number) {
    if (number < 1 || static_cast<std::size_t>(number) > document.line_starts.size()) return {};
    const std::size_t start = document.line_starts[static_cast<std::size_t>(number) - 1];
    const std::string_view rest = std::string_view(document.source).substr(start);
    std::string_view line = rest.substr(0, rest.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
    return found == entries.end() ? nullptr : &found->value;
}

Position Document::at(const Node& node) const {
    return {file, node.line, node.column};
}

Position Document::at(const Node::Entry& entry) const {
    return {file, entry.line, entry.column};
}

Position Document::at_byte(std::size_t line, std::size_t byte) const {
    const std::size_t known = std::min(line, line_starts.size() - 1);
    const std::string_view before = std::string_view(source).substr(line_starts[known]).substr(0, byte);
    const auto characters = std::count_if(before.begin(), before.end(), starts_a_character);
    return {file, static_cast<int>(known) + 1, static_cast<int>(characters) + 1};
}

Problem Document::problem(Position where, std::string what, std::string cure) const {
    const std::string_view line = line_of(*this, where.line);
    const bool shown = line.size() <= longest_excerpt && !may_hold_a_secret(line);
    return {std::move(where), shorten(std::move(what)), shorten(std::move(cure)),
            shown ? std::string(line) : std::string()};
}

}  // namespace clientpush::yaml
