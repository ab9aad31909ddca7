#include "base/excerpt.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace clientpush {
namespace {

constexpr std::size_t longest_text = 80;
constexpr std::size_t longest_word = 250;
constexpr std::size_t longest_sentence = 500;

bool mentions(std::string_view line, std::string_view word) {
    const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    return std::search(line.begin(), line.end(), word.begin(), word.end(), same) != line.end();
}

bool starts_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
}

std::string cut(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) return std::string(text);
    std::size_t end = longest;
    while (end > 0 && !starts_a_character(text[end])) --end;
    return std::string(text.substr(0, end)) + "...";
}

std::string cut_words(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        result += cut(text.substr(0, end), longest_word);
        if (end == text.size()) break;
        result += ' ';
        text.remove_prefix(end + 1);
    }
    return result;
}

}  // namespace

std::string shorten(std::string sentence) {
    if (sentence.size() <= longest_text) return sentence;
    std::string result;
    bool quoted = false;
    for (std::string_view rest = sentence;;) {
        const std::size_t end = std::min(rest.find('"'), rest.size());
        const std::string_view piece = rest.substr(0, end);
        result += quoted ? cut(piece, longest_text) : cut_words(piece);
        if (end == rest.size()) return cut(result, longest_sentence);
        result += '"';
        quoted = !quoted;
        rest.remove_prefix(end + 1);
    }
}

bool may_hold_a_secret(std::string_view line) {
    return mentions(line, "pass") || mentions(line, "secret") || mentions(line, "token");
}

}  // namespace clientpush
