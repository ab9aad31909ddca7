#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "inventory/range.h"
#include "inventory/to_yaml.h"

namespace clientpush {
namespace {

/// A name taken apart at its last number.
struct Numbered {
    std::string before;
    std::string digits;
    std::string after;
    std::uint64_t number = 0;
    std::size_t place = 0;  ///< among the names
};

using Keys = std::vector<std::pair<std::size_t, std::string>>;  ///< each with the place of its first name

std::optional<Numbered> take_apart(const std::string& name) {
    constexpr std::string_view all = "0123456789";
    constexpr std::size_t longest = 9;
    if (name.find(':') != name.npos) return std::nullopt;
    const std::size_t label = std::min(name.find('.'), name.size());
    const std::size_t last = label == 0 ? name.npos : name.find_last_of(all, label - 1);
    if (last == name.npos) return std::nullopt;
    const std::size_t before = name.find_last_not_of(all, last);
    const std::size_t first = before == name.npos ? 0 : before + 1;
    Numbered parts{name.substr(0, first), name.substr(first, last + 1 - first), name.substr(last + 1), 0, 0};
    if (parts.digits.size() > longest) return std::nullopt;
    std::from_chars(parts.digits.data(), parts.digits.data() + parts.digits.size(), parts.number);
    return parts;
}

/// The digits of a range that begins with `start` at the number.
std::string digits_at(const std::string& start, std::uint64_t number) {
    const bool padded = start.size() > 1 && start.front() == '0';
    return padded ? fmt::format("{:0{}}", number, start.size()) : std::to_string(number);
}

void add_runs(const std::vector<Numbered>& sorted, Keys& keys) {
    constexpr std::size_t shortest = 3;
    for (std::size_t begin = 0; begin < sorted.size();) {
        const Numbered& first = sorted[begin];
        std::size_t end = begin + 1;
        while (end < sorted.size() && sorted[end].number == first.number + (end - begin) &&
               sorted[end].digits == digits_at(first.digits, sorted[end].number))
            ++end;
        if (end - begin < shortest) end = begin + 1;
        const std::string range =
            end - begin == 1 ? first.digits : fmt::format("[{}:{}]", first.digits, sorted[end - 1].digits);
        std::size_t place = first.place;
        for (std::size_t i = begin; i < end; ++i) place = std::min(place, sorted[i].place);
        keys.emplace_back(place, first.before + range + first.after);
        begin = end;
    }
}

}  // namespace

std::vector<std::string> as_ranges(const std::vector<std::string>& names) {
    Keys keys;
    std::map<std::pair<std::string, std::string>, std::vector<Numbered>> numbered;
    for (std::size_t place = 0; place < names.size(); ++place) {
        if (auto parts = take_apart(names[place])) {
            parts->place = place;
            numbered[{parts->before, parts->after}].push_back(std::move(*parts));
        } else {
            keys.emplace_back(place, names[place]);
        }
    }
    for (auto& [around, parts] : numbered) {
        std::sort(parts.begin(), parts.end(), [](const Numbered& a, const Numbered& b) {
            return std::tuple(a.number, a.digits.size()) < std::tuple(b.number, b.digits.size());
        });
        add_runs(parts, keys);
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::string> texts;
    for (auto& [place, key] : keys) texts.push_back(std::move(key));
    return texts;
}

}  // namespace clientpush
