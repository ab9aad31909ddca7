#include "inventory/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "base/error.h"
#include "inventory/reserved.h"
#include "inventory/values.h"

namespace clientpush {
namespace {

/// A header that is known, without case, spaces and punctuation; the best known of a variable first.
struct Known {
    std::string_view header;
    std::string_view variable;
    ColumnUse::As as = ColumnUse::As::text;
};

using enum ColumnUse::As;

constexpr std::array known{
    Known{"name", "name"},
    Known{"computername", "name"},
    Known{"devicename", "name"},
    Known{"hostname", "name"},
    Known{"netbiosname", "name"},
    Known{"site", "site"},
    Known{"sitecode", "site"},
    Known{"assignedsite", "site"},
    Known{"smsassignedsites", "site"},
    Known{"forest", "forest"},
    Known{"domain", "forest"},
    Known{"resourcedomainorworkgroup", "forest"},
    Known{"domainorworkgroup", "forest"},
    Known{"platform", "platform"},
    Known{"deviceos", "platform", system},
    Known{"operatingsystem", "platform", system},
    Known{"operatingsystemnameandversion", "platform", system},
    Known{"httpport", "http_port"},
    Known{"clienthttpport", "http_port"},
    Known{"portnumber", "http_port"},
    Known{"httpsport", "https_port"},
    Known{"clienthttpsport", "https_port"},
    Known{"sslportnumber", "https_port"},
    Known{"portsseen", "ports_seen", moment},
    Known{"lastseen", "ports_seen", moment},
    Known{"lastonlinetime", "ports_seen", moment},
    Known{"cnlastonlinetime", "ports_seen", moment},
    Known{"lastactivetime", "ports_seen", moment},
    Known{"lastactivity", "ports_seen", moment},
    Known{"location", "location"},
    Known{"isalwaysinternet", "location", always_internet},
    Known{"cnisoninternet", "location", internet},
};

std::string plain(std::string_view header) {
    std::string text;
    for (const char c : header)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// One of our own names, however it is written.
std::string_view reserved_like(const std::string& word) {
    for (std::size_t i = 0; i < reserved_count; ++i)
        if (plain(reserved_name(i)) == word) return reserved_name(i);
    return {};
}

/// How well the header is known for the variable; nothing when it is not.
struct Candidate {
    std::size_t rank = known.size();
    ColumnUse use;
};

std::optional<Candidate> recognise(std::string_view header) {
    const std::string word = plain(header);
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const Known& each) { return each.header == word; });
    if (found != known.end())
        return Candidate{static_cast<std::size_t>(found - known.begin()),
                         {std::string(found->variable), found->as}};
    if (const std::string_view name = reserved_like(word); !name.empty())
        return Candidate{known.size(), {std::string(name), text}};
    return std::nullopt;
}

ColumnUse said_use(std::string_view header, const std::string& variable) {
    if (variable == "-") return {};
    if (variable == "ports_seen") return {variable, moment};
    const auto candidate = recognise(header);
    if (candidate && candidate->use.variable == variable) return {variable, candidate->use.as};
    return {variable, text};
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

/// A number of `digits` at most, taken off the text.
std::optional<int> take_number(std::string_view& text) {
    int value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 4), value);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

struct TimeOfDay {
    int hour = 0;
    int minute = 0;
    int second = 0;
};

std::optional<TimeOfDay> take_clock(std::string_view& text) {
    TimeOfDay clock;
    const auto hour = take_number(text);
    if (!hour || !take(text, ":")) return std::nullopt;
    const auto minute = take_number(text);
    if (!minute) return std::nullopt;
    if (take(text, ":")) {
        const auto second = take_number(text);
        if (!second) return std::nullopt;
        clock.second = *second;
        if (take(text, ".")) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
    }
    clock.hour = *hour;
    clock.minute = *minute;
    return clock;
}

/// "11/1/2026 9:00:00 AM": only with AM or PM is it sure that the month stands first.
std::optional<std::string> american(std::string_view text) {
    const auto month = take_number(text);
    if (!month || !take(text, "/")) return std::nullopt;
    const auto day = take_number(text);
    if (!day || !take(text, "/")) return std::nullopt;
    const auto year = take_number(text);
    if (!year || *year < 1000 || !take(text, " ")) return std::nullopt;
    auto clock = take_clock(text);
    if (!clock || clock->hour < 1 || clock->hour > 12) return std::nullopt;
    if (text != " AM" && text != " PM") return std::nullopt;
    clock->hour = clock->hour % 12 + (text == " PM" ? 12 : 0);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", *year, *month, *day, clock->hour,
                       clock->minute, clock->second);
}

/// "2026-11-01 09:00:00.123", with or without "T", fraction and "Z".
std::optional<std::string> international(std::string_view text) {
    const std::string day(text.substr(0, 10));
    if (text.size() < 16 || text[4] != '-' || text[7] != '-') return std::nullopt;
    text.remove_prefix(10);
    if (!take(text, "T") && !take(text, " ")) return std::nullopt;
    const auto clock = take_clock(text);
    take(text, "Z");
    if (!clock || !text.empty()) return std::nullopt;
    return fmt::format("{}T{:02}:{:02}:{:02}Z", day, clock->hour, clock->minute, clock->second);
}

std::string as_moment(const std::string& text) {
    if (const auto time = international(text)) return *time;
    return american(text).value_or(text);
}

std::string as_platform(const std::string& text) {
    const std::string word = lower_case(text);
    if (word.find("windows") != std::string::npos) return "windows";
    if (word.find("linux") != std::string::npos) return "linux";
    if (word.find("macos") != std::string::npos || word.find("mac os") != std::string::npos) return "macos";
    return {};
}

}  // namespace

ColumnMap parse_columns(const std::string& text) {
    ColumnMap columns;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        const std::size_t equals = part.rfind('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == part.size()) {
            throw Error(
                Error::Kind::usage, "columns",
                fmt::format("--columns wants HEADER=variable, not \"{}\"", part),
                "write it like --columns \"Computer Name=name,Domain=forest\"; \"-\" leaves a column out");
        }
        columns[part.substr(0, equals)] = part.substr(equals + 1);
        begin = end + 1;
    }
    return columns;
}

std::vector<ColumnUse> use_columns(const std::vector<std::string>& headers, const ColumnMap& said) {
    std::vector<ColumnUse> uses(headers.size());
    std::map<std::string, std::pair<std::size_t, std::size_t>> best;  // variable to rank and column
    for (std::size_t i = 0; i < headers.size(); ++i) {
        uses[i] = {headers[i], text};
        if (const auto given = said.find(headers[i]); given != said.end()) {
            uses[i] = said_use(headers[i], given->second);
            uses[i].clashes = given->second != "-" && best.contains(given->second);
            best.try_emplace(given->second, 0, i);
        }
    }
    const auto taken = best;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const auto candidate = recognise(headers[i]);
        if (said.contains(headers[i]) || !candidate) continue;
        if (taken.contains(candidate->use.variable)) {
            if (!reserved_like(plain(headers[i])).empty()) uses[i] = {};
            continue;
        }
        const auto [other, is_first] = best.try_emplace(candidate->use.variable, candidate->rank, i);
        // Each of the two that tell of the internet may say what the other does not.
        const bool flag = candidate->use.as == internet || candidate->use.as == always_internet;
        if (!is_first && !flag) {
            if (other->second.first == candidate->rank) {
                uses[i] = candidate->use;
                uses[i].clashes = true;
            }
            if (other->second.first <= candidate->rank) continue;
            uses[other->second.second] = {headers[other->second.second], text};
            other->second = {candidate->rank, i};
        }
        uses[i] = candidate->use;
    }
    return uses;
}

std::string converted(std::string_view cell, ColumnUse::As as) {
    std::string value = trimmed(cell);
    switch (as) {
        case text:
            return std::string(cell);
        case moment:
            return as_moment(value);
        case system:
            return as_platform(value);
        case internet:
            return lower_case(value) == "true" ? "internet" : "";
        case always_internet:
            return lower_case(value) == "true" ? "internet-only" : "";
    }
    return value;
}

}  // namespace clientpush
