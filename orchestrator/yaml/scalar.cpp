#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <vector>

#include "yaml/document.h"

namespace clientpush::yaml {
namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool same(char a, char b) {
    return lower(a) == lower(b);
}

constexpr std::array<std::string_view, 9> words_for_true{"true", "True", "TRUE", "yes", "Yes",
                                                         "YES",  "on",   "On",   "ON"};
constexpr std::array<std::string_view, 9> words_for_false{"false", "False", "FALSE", "no", "No",
                                                          "NO",    "off",   "Off",   "OFF"};

}  // namespace

std::optional<long long> as_integer(const Node& node) {
    if (node.kind != Node::Kind::scalar || node.quoted) return std::nullopt;
    const std::string_view digits = std::string_view(node.text).substr(node.text.starts_with('-') ? 1 : 0);
    // "010" is 8 to one reader of YAML and 10 to another.
    if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    long long value = 0;
    const char* const end = node.text.data() + node.text.size();
    const auto [stopped, error] = std::from_chars(node.text.data(), end, value);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

std::optional<bool> as_truth(const Node& node) {
    if (node.kind != Node::Kind::scalar || node.quoted) return std::nullopt;
    const auto is_in = [&](const auto& words) {
        return std::find(words.begin(), words.end(), node.text) != words.end();
    };
    if (is_in(words_for_true)) return true;
    if (is_in(words_for_false)) return false;
    return std::nullopt;
}

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = last[j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1);
            row[j] = std::min({changed, last[j] + 1, row[j - 1] + 1});
            const bool swapped = i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]);
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::move(last);
        last = std::move(row);
    }
    return last.back();
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    if (word.size() > 300) return {};
    std::string best;
    std::size_t smallest = word.size() < 4 ? 2 : 3;
    for (const std::string& candidate : known) {
        if (candidate.size() > word.size() + 2 || word.size() > candidate.size() + 2) continue;
        const std::size_t letters = distance(word, candidate);
        if (letters >= smallest || letters >= word.size()) continue;
        smallest = letters;
        best = candidate;
    }
    return best;
}

}  // namespace clientpush::yaml
