#include "push/windows_answer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace clientpush {

namespace {

/// Decimal, or 0x and hexadecimal; codes beyond 2^31 are the negative numbers that Windows means by them.
std::optional<std::int64_t> number(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
    }
    std::uint32_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (failure != std::errc{} || text.empty() || end != text.data() + text.size()) return std::nullopt;
    return negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

std::string decimal(const std::string& text) {
    const auto value = number(text);
    return value ? std::to_string(*value) : text;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The number of bytes in the last line of `dir`: the last number of it, in whatever language.
std::optional<std::uint64_t> free_bytes(std::string_view line) {
    const auto last = std::find_if(line.rbegin(), line.rend(), is_digit).base();
    const auto first = std::find_if_not(std::make_reverse_iterator(last), line.rend(), is_digit).base();
    std::uint64_t value = 0;
    const std::string_view digits(first, last);
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc{} || digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

/// What one try of curl tells about the way: its exit codes are those of its manual.
std::string way_by(const std::string& code) {
    static const std::vector<std::string> answered = {"0", "22", "35", "51", "52", "56", "58", "60"};
    if (std::ranges::find(answered, code) != answered.end()) return "open";
    if (code == "7") return "refused";
    if (code == "28") return "timeout";
    return "unknown";
}

bool is_better(const std::string& way, const std::string& than) {
    static const std::vector<std::string> order = {"unknown", "timeout", "refused", "open"};
    return std::ranges::find(order, way) > std::ranges::find(order, than);
}

struct Tries {
    std::string way = "unknown";  ///< on the port asked
    std::optional<bool> reached;  ///< on the port that the client has
};

Tries tries_of(const Answer& raw, const std::string& name, const std::string& asked, const std::string& has) {
    Tries tries;
    for (const std::string& each : raw.all(name)) {
        const auto space = each.find(' ');
        if (space == std::string::npos) continue;
        const std::string port = each.substr(0, space);
        const std::string code = each.substr(space + 1);
        const std::string way = way_by(code);
        if (port == asked && is_better(way, tries.way)) tries.way = way;
        if (port != has || way == "unknown") continue;
        // Plain HTTP has to be the management point's own answer; over TLS it may want a certificate first.
        const bool reached = name == "try_http" ? code == "0" : way == "open";
        tries.reached = reached || tries.reached.value_or(false);
    }
    return tries;
}

std::string reaches(const std::string& agent, const std::optional<bool>& http,
                    const std::optional<bool>& https) {
    if (agent != "running") return "no";
    if (http.value_or(false) || https.value_or(false)) return "yes";
    return http || https ? "no" : "unknown";
}

/// The ends that the log has got since the launch, oldest first. A log that was begun anew has only new ones.
std::vector<std::string> new_ends(const Answer& raw) {
    std::vector<std::string> ends = raw.all("end");
    const auto before =
        static_cast<std::size_t>(std::max<std::int64_t>(0, number(raw.last("ends_before")).value_or(0)));
    if (before <= ends.size()) ends.erase(ends.begin(), ends.begin() + static_cast<std::ptrdiff_t>(before));
    return ends;
}

std::optional<std::int64_t> code_behind(const std::string& line, std::string_view end) {
    const auto found = line.find(end);
    if (found == std::string::npos) return std::nullopt;
    std::string_view rest = std::string_view(line).substr(found + end.size());
    rest = rest.substr(0, rest.find_first_not_of("-0123456789abcdefABCDEFxX"));
    return number(rest);
}

std::optional<std::int64_t> code_in(const std::string& line, std::string_view ends) {
    while (!ends.empty()) {
        const auto stop = std::min(ends.find('\n'), ends.size());
        if (const auto code = code_behind(line, ends.substr(0, stop))) return code;
        ends.remove_prefix(std::min(stop + 1, ends.size()));
    }
    return std::nullopt;
}

struct Settled {
    std::string status;
    std::optional<std::int64_t> code;
};

Settled settle(const Answer& raw, const RemoteValues& values, bool held) {
    const std::string ends = value_of(values, "ends");
    const bool at_work = raw.last("installer") == "running";
    if (raw.last("started") != "yes") return {held ? "running" : "absent", {}};
    const auto launched = number(raw.last("launched"));
    if (launched && (*launched != 0 || ends.empty())) return {"done", launched};
    if (held || (at_work && !ends.empty())) return {"running", {}};
    if (const auto fresh = new_ends(raw); !fresh.empty())
        if (const auto code = code_in(fresh.back(), ends)) return {"done", code};
    return {raw.last("since_boot") == "yes" ? "interrupted" : "rebooted", {}};
}

std::string base_name(const std::string& path) {
    return path.substr(path.find_last_of("\\/") + 1);
}

/// "text" from "<![LOG[text]LOG]!><time=…>"; lines of other shapes as they are.
std::string without_markup(const std::string& line) {
    constexpr std::string_view open = "<![LOG[";
    const auto begin = line.find(open);
    if (begin == std::string::npos) return line;
    const auto start = begin + open.size();
    return line.substr(start, line.find("]LOG]!>", start) - start);
}

}  // namespace

Answer read_windows_answer(std::string_view text, const std::string& nonce) {
    std::string plain;
    for (const char c : text)
        if (c != '\0' && c != '\r') plain += c;
    const std::string begin = "clientpush-begin " + nonce;
    const auto begun = plain.find(begin);
    if (begun != std::string::npos) plain.erase(0, begun + begin.size());
    std::string lines;
    std::string_view rest = plain;
    while (!rest.empty()) {
        const auto stop = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, stop);
        rest.remove_prefix(std::min(stop + 1, rest.size()));
        if (line.starts_with("clientpush-end")) break;
        for (const std::string_view mark : {"\xef\xbb\xbf", "\xff\xfe"})
            if (line.starts_with(mark)) line.remove_prefix(mark.size());
        while (line.ends_with(' ')) line.remove_suffix(1);
        lines += std::string(line) + "\n";
    }
    return read_answer(lines, nonce);
}

Answer in_posix_words(const Answer& raw, const RemoteValues& values) {
    const std::string attempt = value_of(values, "attempt");
    const std::string http = decimal(raw.last("http"));
    const std::string https = decimal(raw.last("https"));
    Answer answer;
    answer.output = raw.output;
    const auto say = [&](std::string name, std::string value) {
        answer.lines.emplace_back(std::move(name), std::move(value));
    };
    bool held = false;
    for (const auto& [name, value] : raw.lines) {
        if (name == "part") {
            const auto file = value.find(' ') + 1;
            say(name, value.substr(0, file) + base_name(value.substr(file)));
        } else if (name == "held") {
            const std::string id = base_name(value);
            held = held || id == attempt;
            if (id != attempt) say("other_attempt", id);
        } else if (name == "free") {
            if (const auto bytes = free_bytes(value)) say("free_kb", std::to_string(*bytes / 1024));
        } else if (name != "http" && name != "https" && name != "end") {
            say(name, value);
        }
    }
    say("http", http);
    say("https", https);
    const Tries plain = tries_of(raw, "try_http", value_of(values, "http_port"), http);
    const Tries secure = tries_of(raw, "try_https", value_of(values, "https_port"), https);
    say("way_http", plain.way);
    say("way_https", secure.way);
    say("reaches", reaches(raw.last("agent"), plain.reached, secure.reached));
    if (attempt.empty()) return answer;
    const Settled settled = settle(raw, values, held);
    say("attempt", attempt);
    say("status", settled.status);
    if (settled.code) say("rc", std::to_string(static_cast<std::int32_t>(*settled.code)));
    return answer;
}

std::string story_of(const Answer& raw, const RemoteValues& values) {
    const std::vector<std::string> log = raw.all("log");
    const std::string ends = value_of(values, "ends");
    auto before = number(raw.last("ends_before")).value_or(0);
    const auto is_end = [&](const std::string& line) { return code_in(line, ends).has_value(); };
    if (std::ranges::count_if(log, is_end) < before) before = 0;  // begun anew
    std::string story = raw.output;
    for (const std::string& line : log) {
        if (before > 0)
            before -= is_end(line) ? 1 : 0;
        else
            story += without_markup(line) + "\n";
    }
    return story;
}

}  // namespace clientpush
