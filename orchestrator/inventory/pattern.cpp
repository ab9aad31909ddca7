#include "inventory/pattern.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "inventory/matcher.h"

namespace clientpush {
namespace {

using Indexes = std::set<std::size_t>;

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Splits at separators outside brackets. Those of a regular expression may be round or curly too.
std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : text) {
        const std::string& part = parts.back();
        const bool regex = part.starts_with('~') || part.starts_with("&~") || part.starts_with("!~");
        if (c == '[' || (regex && (c == '(' || c == '{'))) ++depth;
        if (c == ']' || (regex && (c == ')' || c == '}'))) --depth;
        if (c == separator && depth <= 0) {
            parts.emplace_back();
            depth = 0;
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

/// An IPv6 address has colons of its own, and so may the name of a file.
std::vector<std::string> words_of(const std::string& pattern, const Matcher& matcher) {
    std::vector<std::string> words;
    for (const std::string& part : split(pattern, ',')) {
        const std::string whole = trimmed(part);
        const std::string bare = whole.starts_with('&') || whole.starts_with('!') ? whole.substr(1) : whole;
        if (matcher.is_name(bare)) {
            words.push_back(whole);
            continue;
        }
        for (const std::string& piece : split(whole, ':')) words.push_back(trimmed(piece));
    }
    if (words.size() > 1 && std::find(words.begin(), words.end(), "") != words.end()) {
        throw Error(Error::Kind::usage, "pattern-syntax",
                    fmt::format("the pattern \"{}\" has an empty element", pattern),
                    "remove the separator, or write the name that is missing");
    }
    return words;
}

Error matches_nothing(const std::string& pattern) {
    return {Error::Kind::usage, "pattern-empty", fmt::format("\"{}\" matches no host", pattern),
            "clientpush inventory graph shows the hosts and groups"};
}

Indexes find(const std::string& word, const Matcher& matcher) {
    if (word.empty()) {
        throw Error(Error::Kind::usage, "pattern-syntax", "a \"&\" or \"!\" stands alone in the pattern",
                    "write the host or group right after it");
    }
    return matcher.find(word);
}

Indexes all_of(const Inventory& inventory) {
    Indexes all;
    for (std::size_t i = 0; i < inventory.hosts.size(); ++i) all.insert(all.end(), i);
    return all;
}

Indexes intersection(const Indexes& a, const Indexes& b) {
    Indexes both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
    return both;
}

/// A host or group that is empty may be joined to others, but what matches nothing at all is a slip.
Indexes union_of(const std::vector<std::string>& words, const Inventory& inventory, const Matcher& matcher) {
    Indexes found;
    bool any = false;
    for (const std::string& word : words) {
        if (word.starts_with('&') || word.starts_with('!')) continue;
        any = true;
        Indexes each = find(word, matcher);
        if (each.empty() && !matcher.is_name(word)) throw matches_nothing(word);
        found.merge(each);
    }
    return any ? found : all_of(inventory);
}

}  // namespace

std::vector<std::size_t> select(const Inventory& inventory, const std::string& pattern) {
    const Matcher matcher(inventory);
    const std::vector<std::string> words = words_of(pattern, matcher);
    if (words.front().empty()) throw matches_nothing(pattern);
    Indexes found = union_of(words, inventory, matcher);
    for (const std::string& word : words) {
        if (word.starts_with('&')) found = intersection(found, find(word.substr(1), matcher));
    }
    for (const std::string& word : words) {
        if (!word.starts_with('!')) continue;
        for (const std::size_t index : find(word.substr(1), matcher)) found.erase(index);
    }
    if (found.empty()) throw matches_nothing(pattern);
    return {found.begin(), found.end()};
}

std::vector<std::size_t> select(const Inventory& inventory, const std::vector<std::string>& patterns) {
    Indexes found = all_of(inventory);
    for (const std::string& pattern : patterns) {
        const std::vector<std::size_t> each = select(inventory, pattern);
        found = intersection(found, Indexes(each.begin(), each.end()));
    }
    if (found.empty()) throw matches_nothing(fmt::format("{}", fmt::join(patterns, " and ")));
    return {found.begin(), found.end()};
}

}  // namespace clientpush
