#include "base/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace clientpush {
namespace {

constexpr std::string_view digits = "0123456789";

/// A name taken apart at the number that tells it from its neighbours. Sorts by name, numbers by value.
struct Parts {
    std::string prefix;
    std::string suffix;
    std::size_t padded_to = 0;  ///< 0: no leading zeros
    std::uint64_t number = 0;
    std::string text;  ///< the number as it stands; empty when the name has none

    bool operator==(const Parts&) const = default;
    bool operator<(const Parts& other) const {
        return std::tie(prefix, suffix, padded_to, number, text) <
               std::tie(other.prefix, other.suffix, other.padded_to, other.number, other.text);
    }

    std::string name() const { return prefix + text + suffix; }
    bool may_fold_with(const Parts& other) const {
        return !text.empty() && !other.text.empty() && prefix == other.prefix && suffix == other.suffix &&
               padded_to == other.padded_to;
    }
};

/// The number is the last one of the first label ("ws01" of "ws01.site2.example"); of an address, the last.
Parts take_apart(std::string name) {
    std::size_t end = name.find('.');
    if (name.find_first_not_of("0123456789.") == std::string::npos) end = std::string::npos;
    const std::string_view part = std::string_view(name).substr(0, end);
    const std::size_t last = part.find_last_of(digits);
    if (last == std::string_view::npos) return {std::move(name), {}, 0, 0, {}};
    const std::size_t before = part.find_last_not_of(digits, last);
    const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
    const std::string text(part.substr(first, last - first + 1));
    std::uint64_t number = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return {std::move(name), {}, 0, 0, {}};
    const bool padded = text.size() > 1 && text.front() == '0';
    return {name.substr(0, first), name.substr(last + 1), padded ? text.size() : 0, number, text};
}

/// "10" belongs to "08", "09" when those are there, and stands alone else.
void join_padded_neighbours(std::vector<Parts>& all) {
    std::set<std::tuple<std::string, std::string, std::size_t>> padded;
    for (const Parts& p : all) {
        if (p.padded_to > 0) padded.emplace(p.prefix, p.suffix, p.padded_to);
    }
    for (Parts& p : all) {
        if (p.padded_to == 0 && padded.contains({p.prefix, p.suffix, p.text.size()}))
            p.padded_to = p.text.size();
    }
}

std::vector<Parts> sorted_parts(std::vector<std::string>&& names) {
    std::vector<Parts> all;
    all.reserve(names.size());
    for (std::string& name : names) all.push_back(take_apart(std::move(name)));
    join_padded_neighbours(all);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

using Iterator = std::vector<Parts>::const_iterator;

/// "001-003,007" for neighbours that differ only in their number.
std::string numbers(Iterator first, Iterator last) {
    std::string text;
    while (first != last) {
        Iterator end = first + 1;
        while (end != last && end->number == (end - 1)->number + 1) ++end;
        if (!text.empty()) text += ',';
        text += first->text;
        if (end - first > 1) text += "-" + (end - 1)->text;
        first = end;
    }
    return text;
}

std::string fold_parts(Iterator first, Iterator last) {
    std::string text;
    while (first != last) {
        const Iterator end =
            std::find_if_not(first + 1, last, [&](const Parts& p) { return p.may_fold_with(*first); });
        if (!text.empty()) text += ',';
        text += end - first == 1 ? first->name()
                                 : fmt::format("{}[{}]{}", first->prefix, numbers(first, end), first->suffix);
        first = end;
    }
    return text;
}

}  // namespace

std::string fold(std::vector<std::string> names) {
    const std::vector<Parts> all = sorted_parts(std::move(names));
    return fold_parts(all.begin(), all.end());
}

std::string fold(std::vector<std::string> names, std::size_t limit) {
    const std::vector<Parts> all = sorted_parts(std::move(names));
    std::string whole = fold_parts(all.begin(), all.end());
    if (whole.size() <= limit) return whole;
    // Folding makes text shorter now and then, but hardly ever: the longest beginning that fits is good
    // enough.
    Iterator low = all.begin() + 1;
    Iterator high = all.end();
    while (high - low > 1) {
        const Iterator middle = low + (high - low) / 2;
        (fold_parts(all.begin(), middle).size() <= limit ? low : high) = middle;
    }
    return fmt::format("{}, and {} more", fold_parts(all.begin(), low), all.end() - low);
}

std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace clientpush
