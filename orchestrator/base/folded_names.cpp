#include "base/folded_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace clientpush {
namespace {

constexpr std::string_view digits = "0123456789";

/// The number that tells a name from its neighbours is the last one of the first label ("ws01" of
/// "ws01.site2.example"); of an address, the last. Empty when there is none.
std::string_view number_in(std::string_view name) {
    std::size_t end = name.find('.');
    if (name.find_first_not_of("0123456789.") == name.npos) end = name.npos;
    const std::string_view part = name.substr(0, end);
    const std::size_t last = part.find_last_of(digits);
    if (last == part.npos) return {};
    const std::size_t before = part.find_last_not_of(digits, last);
    const std::size_t first = before == part.npos ? 0 : before + 1;
    return part.substr(first, last - first + 1);
}

/// The numbers of so many digits; from 1 to 0 when they are too large for us.
std::pair<std::uint64_t, std::uint64_t> numbers_of(std::size_t length) {
    if (length > 20) return {1, 0};
    std::uint64_t first = 1;
    for (std::size_t i = 1; i < length; ++i) first *= 10;
    const std::uint64_t all = first > UINT64_MAX / 10 ? UINT64_MAX : first * 10 - 1;
    return {length == 1 ? 0 : first, all};
}

template <typename Range>
void sort_and_join(std::vector<Range>& ranges) {
    std::sort(ranges.begin(), ranges.end());
    std::size_t kept = 0;
    for (const Range& range : ranges) {
        Range& last = ranges[kept == 0 ? 0 : kept - 1];
        const bool joins = kept > 0 && (range.first <= last.second || range.first - 1 == last.second);
        if (joins) {
            last.second = std::max(last.second, range.second);
        } else {
            ranges[kept++] = range;
        }
    }
    ranges.resize(kept);
}

/// Takes the part within `bounds` out of the ranges.
template <typename Range>
std::vector<Range> take_within(std::vector<Range>& ranges, const Range& bounds) {
    std::vector<Range> taken;
    std::vector<Range> left;
    for (const auto& [first, last] : ranges) {
        const std::uint64_t from = std::max(first, bounds.first);
        const std::uint64_t to = std::min(last, bounds.second);
        if (from > to) {
            left.push_back({first, last});
            continue;
        }
        taken.push_back({from, to});
        if (first < from) left.push_back({first, from - 1});
        if (to < last) left.push_back({to + 1, last});
    }
    ranges = std::move(left);
    return taken;
}

}  // namespace

void FoldedNames::add(std::string_view name) {
    ++added_;
    const std::string_view text = number_in(name);
    std::uint64_t number = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{}) {
        runs_[{std::string(name), {}, 0, false}] = {{0, 0}};
        return;
    }
    const auto at = static_cast<std::size_t>(text.data() - name.data());
    const bool padded = text.size() > 1 && text.front() == '0';
    std::vector<Range>& ranges =
        runs_[{std::string(name.substr(0, at)), std::string(name.substr(at + text.size())),
               padded ? text.size() : 0, true}];
    if (!ranges.empty() && number > 0 && ranges.back().second == number - 1) {
        ranges.back().second = number;
    } else {
        ranges.emplace_back(number, number);
    }
}

/// "10" belongs to "08", "09" when those are there, and stands alone else.
FoldedNames::Runs FoldedNames::in_order() const {
    Runs runs = runs_;
    for (auto& [key, ranges] : runs) sort_and_join(ranges);
    for (auto& [key, ranges] : runs) {
        if (key.padded_to == 0) continue;
        const auto unpadded = runs.find({key.prefix, key.suffix, 0, true});
        if (unpadded == runs.end()) continue;
        const std::vector<Range> taken = take_within(unpadded->second, numbers_of(key.padded_to));
        ranges.insert(ranges.end(), taken.begin(), taken.end());
        sort_and_join(ranges);
    }
    std::erase_if(runs, [](const auto& run) { return run.second.empty(); });
    return runs;
}

/// The first of them only, when `names` are fewer than there are.
std::string FoldedNames::text_of(const Runs& runs, std::uint64_t names) {
    std::string text;
    for (const auto& [key, ranges] : runs) {
        if (names == 0) break;
        if (!text.empty()) text += ',';
        if (!key.numbered) {
            text += key.prefix;
            --names;
            continue;
        }
        std::string numbers;
        bool several = false;
        for (auto [first, last] : ranges) {
            if (names == 0) break;
            if (last - first >= names) last = first + (names - 1);
            names -= last - first + 1;
            several = several || !numbers.empty() || last > first;
            numbers += fmt::format("{}{:0{}}", numbers.empty() ? "" : ",", first, key.padded_to);
            if (last > first) numbers += fmt::format("-{:0{}}", last, key.padded_to);
        }
        text += key.prefix + (several ? "[" + numbers + "]" : numbers) + key.suffix;
    }
    return text;
}

std::string FoldedNames::text() const {
    return text_of(in_order(), UINT64_MAX);
}

std::string FoldedNames::text(std::size_t limit) const {
    const Runs runs = in_order();
    std::string whole = text_of(runs, UINT64_MAX);
    if (whole.size() <= limit) return whole;
    std::uint64_t all = 0;
    for (const auto& [key, ranges] : runs)
        for (const auto& [first, last] : ranges) all += last - first + 1;
    // Folding makes text shorter now and then, but hardly ever: the longest beginning that fits is good
    // enough.
    std::uint64_t low = 1;
    std::uint64_t high = all;
    while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        (text_of(runs, middle).size() <= limit ? low : high) = middle;
    }
    return fmt::format("{}, and {} more", text_of(runs, low), all - low);
}

}  // namespace clientpush
