#include "ssh/config_match.h"

#include <algorithm>
#include <cctype>

namespace clientpush::ssh {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// "a*,!ab,c": one that matches a pattern with "!" is out.
bool matches_list(std::string_view text, std::string_view list) {
    bool found = false;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view pattern = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        const bool negated = pattern.starts_with('!');
        if (negated) pattern.remove_prefix(1);
        if (!matches_pattern(text, pattern)) continue;
        if (negated) return false;
        found = true;
    }
    return found;
}

const std::string* looked_at(const std::string& criterion, const ConfigSubject& subject) {
    if (criterion == "host") return &subject.host;
    if (criterion == "originalhost") return &subject.original;
    if (criterion == "user") return &subject.user;
    if (criterion == "localuser") return &subject.local_user;
    return nullptr;
}

/// "host=a" and "host = a" mean "host a".
std::vector<std::string> without_equals(const std::vector<std::string>& words) {
    std::vector<std::string> result;
    for (const std::string& word : words) {
        const std::size_t equals = word.find('=');
        if (result.size() % 2 == 0 && equals != std::string::npos && equals > 0) {
            result.push_back(word.substr(0, equals));
            if (equals + 1 < word.size()) result.push_back(word.substr(equals + 1));
        } else if (result.size() % 2 == 1 && word.starts_with('=')) {
            if (word.size() > 1) result.push_back(word.substr(1));
        } else {
            result.push_back(word);
        }
    }
    return result;
}

}  // namespace

bool matches_pattern(std::string_view text, std::string_view pattern) {
    std::size_t t = 0, p = 0, star = std::string_view::npos, after = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            after = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++after;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

bool matches_host_line(const ConfigLine& line, const std::string& host) {
    bool found = false;
    for (std::string_view pattern : line.arguments) {
        const bool negated = pattern.starts_with('!');
        if (negated) pattern.remove_prefix(1);
        if (!matches_pattern(host, pattern)) continue;
        if (negated) return false;
        found = true;
    }
    return found;
}

bool matches_match_line(const ConfigLine& line, const ConfigSubject& subject,
                        std::vector<std::string>& unknown, std::vector<Problem>& problems) {
    const std::vector<std::string> words = without_equals(line.arguments);
    if (words.size() == 1 && lower(words[0]) == "all") return true;
    bool all_hold = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string criterion = lower(words[i]);
        const bool negated = criterion.starts_with('!');
        if (negated) criterion.erase(0, 1);
        const std::string* value = looked_at(criterion, subject);
        const bool stands_alone = criterion == "canonical" || criterion == "final" || criterion == "all";
        if (!value) {
            unknown.push_back("Match " + criterion);
            all_hold = false;
            if (!stands_alone) ++i;
            continue;
        }
        if (++i == words.size()) {
            problems.push_back(
                {line.at, "`Match " + criterion + "` has no value", "write a pattern behind it", {}});
            return false;
        }
        if (matches_list(*value, words[i]) == negated) all_hold = false;
    }
    return all_hold;
}

}  // namespace clientpush::ssh
