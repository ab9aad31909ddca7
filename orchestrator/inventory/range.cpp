#include "inventory/range.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace clientpush {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
constexpr std::size_t most_names = 1'000'000;

/// Why a key is no name; never leaves this file.
struct Wrong {
    std::string what;
    std::string cure;
};

struct Bounds {
    std::string_view start;
    std::string_view end;
    std::string_view step;
};

bool is_ipv6(std::string_view text) {
    const std::string address(text.substr(0, text.find('%')));
    const std::string_view zone = text.substr(std::min(text.size(), address.size() + 1));
    in6_addr ignored;
    return inet_pton(AF_INET6, address.c_str(), &ignored) == 1 && zone.find_first_not_of(plain) == zone.npos;
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    const bool whole = error == std::errc{} && stopped == end && text.size() <= 18;
    return whole ? std::optional(value) : std::nullopt;
}

Bounds split(std::string_view range) {
    const std::size_t first = range.find(':');
    if (first == std::string_view::npos) {
        throw Wrong{fmt::format("the range \"[{}]\" needs \"start:end\"", range),
                    "write both ends with a colon between them, as in \"[1:20]\""};
    }
    const std::size_t second = range.find(':', first + 1);
    if (second == std::string_view::npos) return {range.substr(0, first), range.substr(first + 1), {}};
    const Bounds bounds{range.substr(0, first), range.substr(first + 1, second - first - 1),
                        range.substr(second + 1)};
    if (bounds.step.empty())
        throw Wrong{fmt::format("the range \"[{}]\" has an empty step", range), "remove the last \":\""};
    return bounds;
}

void check_count(std::string_view range, std::uint64_t first, std::uint64_t last, std::uint64_t step) {
    if (first > last) {
        throw Wrong{fmt::format("the range \"[{}]\" ends before it begins", range),
                    "put the smaller end first"};
    }
    if ((last - first) / step >= most_names) {
        throw Wrong{fmt::format("the range \"[{}]\" makes more than {} hosts", range, most_names),
                    "make it smaller"};
    }
}

std::vector<std::string> expand_letters(std::string_view range, const Bounds& bounds, std::uint64_t step) {
    const std::size_t first = letters.find(bounds.start);
    const std::size_t last = letters.find(bounds.end);
    check_count(range, first, last, step);
    std::vector<std::string> items;
    for (std::size_t i = first; i <= last; i += step) items.emplace_back(1, letters[i]);
    return items;
}

std::vector<std::string> expand_numbers(std::string_view range, const Bounds& bounds, std::uint64_t step) {
    const std::optional<std::uint64_t> first = number(bounds.start.empty() ? "0" : bounds.start);
    const std::optional<std::uint64_t> last = number(bounds.end);
    if (!first || !last) {
        throw Wrong{
            fmt::format("the range \"[{}]\" is neither from number to number nor from letter to letter",
                        range),
            "write it like \"[01:20]\" or \"[a:f]\""};
    }
    const bool padded = bounds.start.size() > 1 && bounds.start.starts_with('0');
    if (padded && bounds.start.size() != bounds.end.size()) {
        throw Wrong{fmt::format("the ends of \"[{}]\" have different lengths", range),
                    "write both ends with the same number of digits, as in \"[01:20]\""};
    }
    check_count(range, *first, *last, step);
    std::vector<std::string> items;
    const std::size_t width = padded ? bounds.start.size() : 0;
    for (std::uint64_t n = *first; n <= *last; n += step) items.push_back(fmt::format("{:0{}}", n, width));
    return items;
}

std::vector<std::string> expand_range(std::string_view range) {
    const Bounds bounds = split(range);
    const std::optional<std::uint64_t> step = number(bounds.step.empty() ? "1" : bounds.step);
    if (!step || *step == 0) {
        throw Wrong{fmt::format("the step of \"[{}]\" is no positive number", range),
                    "write it like \"[1:9:2]\""};
    }
    if (bounds.end.empty()) {
        throw Wrong{fmt::format("the range \"[{}]\" has no end", range), "write both ends, as in \"[1:20]\""};
    }
    const auto is_letter = [](std::string_view text) {
        return text.size() == 1 && letters.find(text) != letters.npos;
    };
    if (is_letter(bounds.start) && is_letter(bounds.end)) return expand_letters(range, bounds, *step);
    return expand_numbers(range, bounds, *step);
}

std::vector<std::string> product(const std::vector<std::string>& beginnings,
                                 const std::vector<std::string>& items, std::string_view rest) {
    if (beginnings.size() * items.size() > most_names) {
        throw Wrong{fmt::format("its ranges make more than {} hosts", most_names), "make them smaller"};
    }
    std::vector<std::string> names;
    names.reserve(beginnings.size() * items.size());
    for (const std::string& beginning : beginnings) {
        for (const std::string& item : items) names.push_back(fmt::format("{}{}{}", beginning, item, rest));
    }
    return names;
}

/// Text and ranges in turn.
std::vector<std::string> expand_all(std::string_view key) {
    std::size_t open = key.find('[');
    std::vector<std::string> names{std::string(key.substr(0, open))};
    while (open != std::string_view::npos) {
        const std::size_t close = key.find(']', open);
        if (close == std::string_view::npos) throw Wrong{"a \"[\" is not closed", "add the missing \"]\""};
        const std::vector<std::string> items = expand_range(key.substr(open + 1, close - open - 1));
        open = key.find('[', close);
        names = product(names, items, key.substr(close + 1, open == key.npos ? open : open - close - 1));
    }
    return names;
}

/// Takes ":2022" off the end of the key.
std::optional<Port> split_port(std::string_view& key) {
    const std::size_t colon = key.rfind(':');
    const std::size_t bracket = key.rfind(']');
    if (colon == key.npos || (bracket != key.npos && colon < bracket) || is_ipv6(key)) return std::nullopt;
    const std::optional<Port> port = parse_port(key.substr(colon + 1));
    if (!port) {
        throw Wrong{fmt::format("\"{}\" is no port", key.substr(colon + 1)),
                    "write a port from 1 to 65535 behind the colon, or remove it"};
    }
    key = key.substr(0, colon);
    return port;
}

bool is_bracketed_ipv6(std::string_view key) {
    return key.starts_with('[') && key.ends_with(']') && is_ipv6(key.substr(1, key.size() - 2));
}

void check_name(const std::string& name) {
    if (is_host_name(name)) return;
    throw Wrong{fmt::format("\"{}\" cannot be the name of a host", name),
                "use letters, digits, \".\", \"-\" and \"_\", and put addresses into ansible_host"};
}

}  // namespace

bool is_host_name(std::string_view name) {
    if (name.empty() || name.size() > 253) return false;
    if (name.find(':') != name.npos) return is_ipv6(name);
    return name.find_first_not_of(plain) == name.npos && name.front() != '.' && name.front() != '-';
}

HostNames expand(std::string_view key) {
    HostNames result;
    try {
        result.port = split_port(key);
        if (is_bracketed_ipv6(key)) key = key.substr(1, key.size() - 2);
        result.names = is_ipv6(key) ? std::vector{std::string(key)} : expand_all(key);
        std::for_each(result.names.begin(), result.names.end(), check_name);
    } catch (const Wrong& e) {
        result.names.clear();
        result.wrong = e.what;
        result.cure = e.cure;
    }
    return result;
}

}  // namespace clientpush
