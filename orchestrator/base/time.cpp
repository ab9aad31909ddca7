#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace clientpush {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads a text from left to right; every step says whether it found what it wanted.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool literal(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// Exactly `width` digits.
    bool number(std::size_t width, int& out) {
        const std::string_view text = rest_.substr(0, width);
        if (text.size() != width || !only_digits(text)) return false;
        std::from_chars(text.data(), text.data() + text.size(), out);
        rest_.remove_prefix(width);
        return true;
    }

    /// The digits that stand here, however many.
    std::string_view digits() {
        const std::string_view text = rest_.substr(0, rest_.find_first_not_of("0123456789"));
        rest_.remove_prefix(text.size());
        return text;
    }

    std::string_view rest() const { return rest_; }
    bool at_end() const { return rest_.empty(); }

private:
    static bool only_digits(std::string_view text) {
        return text.find_first_not_of("0123456789") == std::string_view::npos;
    }

    std::string_view rest_;
};

bool read_date(Reader& reader, std::chrono::sys_days& out) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!reader.number(4, year) || !reader.literal('-') || !reader.number(2, month) || !reader.literal('-') ||
        !reader.number(2, day)) {
        return false;
    }
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return false;
    out = date;
    return true;
}

bool read_hours_and_minutes(Reader& reader, minutes& out) {
    int hour = 0;
    int minute = 0;
    if (!reader.number(2, hour) || !reader.literal(':') || !reader.number(2, minute)) return false;
    if (hour > 23 || minute > 59) return false;
    out = hours(hour) + minutes(minute);
    return true;
}

bool read_fraction(Reader& reader, milliseconds& out) {
    if (!reader.literal('.')) return true;
    const std::string_view digits = reader.digits();
    if (digits.empty()) return false;
    int value = 0;
    for (std::size_t place = 0; place < 3; ++place) {
        value = value * 10 + (place < digits.size() ? digits[place] - '0' : 0);
    }
    out = milliseconds(value);
    return true;
}

bool read_offset(Reader& reader, minutes& out) {
    if (reader.literal('Z')) return true;
    const bool east = reader.literal('+');
    if (!east && !reader.literal('-')) return false;
    if (!read_hours_and_minutes(reader, out)) return false;
    if (!east) out = -out;
    return true;
}

struct Unit {
    std::string_view name;
    milliseconds size;
};

constexpr std::array<Unit, 5> units{
    {{"d", days(1)}, {"h", hours(1)}, {"m", minutes(1)}, {"s", seconds(1)}, {"ms", milliseconds(1)}}};

std::string magnitude(std::uint64_t value) {
    for (std::size_t i = 0; i + 1 < units.size(); ++i) {
        const auto size = static_cast<std::uint64_t>(units[i].size.count());
        if (value < size) continue;
        std::string largest = fmt::format("{}{}", value / size, units[i].name);
        const Unit& smaller = units[i + 1];
        const std::uint64_t rest = value % size / static_cast<std::uint64_t>(smaller.size.count());
        if (rest == 0 || smaller.name == "ms") return largest;
        return fmt::format("{} {}{}", largest, rest, smaller.name);
    }
    return value == 0 ? "0s" : fmt::format("{}ms", value);
}

}  // namespace

std::string to_text(Time time) {
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<seconds>(time) - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

bool parse_time(std::string_view text, Time& out) {
    Reader reader(text);
    std::chrono::sys_days day;
    if (!read_date(reader, day)) return false;
    if (reader.at_end()) {
        out = day;
        return true;
    }
    minutes of_day{};
    minutes offset{};
    milliseconds fraction{};
    int second = 0;
    if (!reader.literal('T') || !read_hours_and_minutes(reader, of_day) || !reader.literal(':') ||
        !reader.number(2, second) || second > 59 || !read_fraction(reader, fraction) ||
        !read_offset(reader, offset) || !reader.at_end()) {
        return false;
    }
    out = day + of_day + seconds(second) + fraction - offset;
    return true;
}

std::string to_text(Duration duration) {
    const auto count = duration.count();
    if (count >= 0) return magnitude(static_cast<std::uint64_t>(count));
    // Negated without a sign, so that the smallest value does not overflow.
    return "-" + magnitude(0 - static_cast<std::uint64_t>(count));
}

bool parse_duration(std::string_view text, Duration& out) {
    Reader reader(text);
    const std::string_view digits = reader.digits();
    Duration::rep count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (digits.empty() || error != std::errc{}) return false;
    for (const Unit& unit : units) {
        if (reader.rest() != unit.name) continue;
        if (count > std::numeric_limits<Duration::rep>::max() / unit.size.count()) return false;
        out = count * unit.size;
        return true;
    }
    return false;
}

}  // namespace clientpush
