#include "base/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/untrusted.h"

namespace clientpush {
namespace {

bool starts_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
}

/// How many columns the text takes on a terminal, near enough: one for each character.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_a_character));
}

/// The bytes of the first `count` characters.
std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        if (starts_a_character(text[end]) && count-- == 0) break;
    }
    return text.substr(0, end);
}

std::string shown(std::string_view text) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\t', ' ');
    return printable(line);
}

/// A long line is cut around the place, which stands `caret` characters from its beginning then.
std::string cut_around(std::string_view line, std::size_t& caret) {
    constexpr std::size_t longest = 200;
    constexpr std::size_t before = 40;
    constexpr std::size_t shown_at_most = 100;
    if (line.size() <= longest) return std::string(line);
    std::string piece;
    if (caret > before) {
        line.remove_prefix(first_characters(line, caret - before).size());
        piece = "...";
        caret = before + piece.size();
    }
    const std::string_view kept = first_characters(line, shown_at_most);
    piece += kept;
    return kept.size() < line.size() ? piece + "..." : piece;
}

std::string excerpt_with_caret(const Problem& problem) {
    std::size_t caret = static_cast<std::size_t>(std::max(problem.at.column, 1)) - 1;
    const std::string line = cut_around(problem.excerpt, caret);
    const std::string before = shown(first_characters(line, caret));
    return fmt::format("\n{:>5} | {}\n      | {}^", problem.at.line, shown(line),
                       std::string(width(before), ' '));
}

std::string describe(const Problem& problem) {
    const bool error = problem.severity == Problem::Severity::error;
    std::string text = fmt::format("{}: {}: {}", printable(to_text(problem.at)), error ? "error" : "warning",
                                   printable(problem.what));
    if (!problem.excerpt.empty()) text += excerpt_with_caret(problem);
    if (!problem.cure.empty()) text += "\n  to fix it: " + printable(problem.cure);
    return text;
}

bool is_error(const Problem& problem) {
    return problem.severity == Problem::Severity::error;
}

/// Errors come last, where they are seen: nothing runs because of them.
std::vector<Problem> sorted(std::vector<Problem> problems) {
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        const auto place = [](const Problem& problem) {
            return std::tie(problem.at.file, problem.at.line, problem.at.column);
        };
        if (is_error(a) != is_error(b)) return is_error(b);
        return place(a) < place(b);
    });
    return problems;
}

}  // namespace

std::string to_text(const Position& position) {
    if (position.line <= 0) return position.file;
    if (position.column <= 0) return fmt::format("{}:{}", position.file, position.line);
    return fmt::format("{}:{}:{}", position.file, position.line, position.column);
}

std::string describe(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : sorted(problems)) {
        if (!text.empty()) text += '\n';
        text += describe(problem);
    }
    return text;
}

InvalidInput::InvalidInput(std::vector<Problem> problems)
    : Error(Kind::usage, "invalid-input", describe(problems)), problems_(sorted(std::move(problems))) {}

void throw_if_wrong(const std::vector<Problem>& problems) {
    if (std::any_of(problems.begin(), problems.end(), is_error)) throw InvalidInput(problems);
}

}  // namespace clientpush
