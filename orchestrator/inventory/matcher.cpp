#include "inventory/matcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/regex.hpp>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "yaml/document.h"

namespace clientpush {
namespace {

using Indexes = std::set<std::size_t>;

/// Boost's, because it gives up on an expression that would take for ages; that of g++ 12 does not, and
/// cannot be compiled without warnings when a sanitizer is on.
using boost::regex;

constexpr std::size_t longest_regex = 200;

Error wrong_syntax(const std::string& what, std::string cure) {
    return {Error::Kind::usage, "pattern-syntax", what, std::move(cure)};
}

Error unknown_name(const Inventory& inventory, const std::string& name, const std::string& where) {
    std::vector<std::string> known;
    for (const auto& [group, ignored] : inventory.groups) known.push_back(group);
    for (std::size_t i = 0; i < inventory.hosts.size(); ++i) known.emplace_back(inventory.hosts.name(i));
    const std::string meant = yaml::nearest(name, known);
    return {Error::Kind::usage, "pattern-unknown",
            fmt::format("{}\"{}\" is neither a host nor a group", where, name),
            meant.empty() ? "clientpush inventory graph shows what there is"
                          : fmt::format("did you mean \"{}\"?", meant)};
}

/// Where the "[...]" that begins a glob ends; npos when it is not closed, and so is plain text.
std::size_t end_of_class(std::string_view glob) {
    return glob.find(']', glob.substr(1, 1) == "!" ? 3 : 2);
}

bool in_class(std::string_view members, char c) {
    const bool negated = members.starts_with('!');
    if (negated) members.remove_prefix(1);
    bool found = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i + 2 < members.size() && members[i + 1] == '-') {
            found = found || (members[i] <= c && c <= members[i + 2]);
            i += 2;
        } else {
            found = found || members[i] == c;
        }
    }
    return found != negated;
}

/// How much of the glob the character takes, or nothing when it does not fit.
std::optional<std::size_t> match_one(std::string_view glob, char c) {
    if (glob.empty()) return std::nullopt;
    if (glob.front() == '?') return 1;
    const std::size_t end = glob.front() == '[' ? end_of_class(glob) : std::string_view::npos;
    if (end != std::string_view::npos) {
        return in_class(glob.substr(1, end - 1), c) ? std::optional(end + 1) : std::nullopt;
    }
    return glob.front() == c ? std::optional<std::size_t>(1) : std::nullopt;
}

/// "web[0:2]" taken apart. Both ends count, negative ones from the end.
struct Slice {
    std::string name;
    long long first = 0;
    long long last = -1;
};

std::optional<Slice> as_slice(const std::string& word) {
    static const regex form(R"(([^\[\]]+)\[(?:(-?[0-9]{1,9})|([0-9]{0,9}):([0-9]{0,9}))\])");
    boost::smatch part;
    if (!boost::regex_match(word, part, form)) return std::nullopt;
    const auto number = [&](int i, long long absent) {
        return part[i].length() == 0 ? absent : std::stoll(part[i].str());
    };
    if (part[2].matched) return Slice{part[1], number(2, 0), number(2, 0)};
    return Slice{part[1], number(3, 0), number(4, -1)};
}

Indexes cut(const std::vector<std::size_t>& list, const Slice& slice) {
    const auto size = static_cast<long long>(list.size());
    const long long first = slice.first < 0 ? slice.first + size : slice.first;
    const long long last = std::min(slice.last < 0 ? slice.last + size : slice.last, size - 1);
    if (first < 0 || first > last) return {};
    return {list.begin() + first, list.begin() + last + 1};
}

std::string trimmed(const std::string& line) {
    const std::string text = line.substr(0, line.find('#'));
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

bool matches_glob(std::string_view glob, std::string_view name) {
    std::optional<std::pair<std::string_view, std::string_view>> retry;
    while (!name.empty()) {
        if (glob.starts_with('*')) {
            glob.remove_prefix(1);
            retry.emplace(glob, name);
        } else if (const auto taken = match_one(glob, name.front())) {
            glob.remove_prefix(*taken);
            name.remove_prefix(1);
        } else if (retry) {
            // The last "*" takes one character more.
            retry->second.remove_prefix(1);
            std::tie(glob, name) = *retry;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*') == std::string_view::npos;
}

bool Matcher::is_name(const std::string& word) const {
    return inventory_.groups.contains(word) || inventory_.hosts.find(word);
}

Indexes Matcher::find(const std::string& word) const {
    if (is_name(word)) return find_name(word);
    if (word.starts_with('~')) return find_regex(word.substr(1));
    if (word.starts_with('@')) return find_in_file(word.substr(1));
    if (const auto slice = as_slice(word)) return cut(in_order(slice->name), *slice);
    if (word.find_first_of("*?[") != std::string::npos) return find_glob(word);
    throw unknown_name(inventory_, word, "");
}

Indexes Matcher::find_name(const std::string& name) const {
    Indexes found;
    if (const auto host = inventory_.hosts.find(name)) found.insert(*host);
    const std::vector<std::size_t> members = inventory_.members(name);
    found.insert(members.begin(), members.end());
    return found;
}

/// As Ansible counts: a group's own hosts, then those of its children, then of theirs; each in their order.
std::vector<std::size_t> Matcher::in_order(const std::string& word) const {
    if (!inventory_.groups.contains(word)) {
        const Indexes found = find(word);
        return {found.begin(), found.end()};
    }
    std::vector<std::string_view> names{word};
    if (word == "all") names.emplace_back("ungrouped");
    std::vector<std::size_t> ordered;
    Indexes seen;
    std::set<std::string_view> queued(names.begin(), names.end());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Group& group = inventory_.groups.find(names[i])->second;
        std::copy_if(group.hosts.begin(), group.hosts.end(), std::back_inserter(ordered),
                     [&](std::size_t host) { return seen.insert(host).second; });
        std::copy_if(group.children.begin(), group.children.end(), std::back_inserter(names),
                     [&](const std::string& child) { return queued.insert(child).second; });
    }
    return ordered;
}

template <typename Test>
Indexes Matcher::find_if(Test matches) const {
    Indexes found;
    for (const auto& [name, group] : inventory_.groups) {
        if (!matches(name)) continue;
        const std::vector<std::size_t> members = inventory_.members(name);
        found.insert(members.begin(), members.end());
    }
    for (std::size_t i = 0; i < inventory_.hosts.size(); ++i) {
        if (matches(inventory_.hosts.name(i))) found.insert(i);
    }
    return found;
}

Indexes Matcher::find_glob(const std::string& glob) const {
    return find_if([&](std::string_view name) { return matches_glob(glob, name); });
}

Indexes Matcher::find_regex(const std::string& expression) const {
    if (expression.empty() || expression.size() > longest_regex) {
        throw wrong_syntax(
            fmt::format("the expression after \"~\" is {}", expression.empty() ? "empty" : "too long"),
            fmt::format("write 1 to {} characters", longest_regex));
    }
    try {
        const regex compiled(expression);
        return find_if([&](std::string_view name) {
            return boost::regex_search(name.begin(), name.end(), compiled,
                                       boost::regex_constants::match_continuous);
        });
    } catch (const std::runtime_error&) {
        throw wrong_syntax(
            fmt::format("\"{}\" is no regular expression, or one that takes too long", expression),
            "write it as in JavaScript: ~ws(01|02)");
    }
}

Indexes Matcher::find_in_file(const std::string& file) const {
    std::ifstream in(file);
    if (!in)
        throw wrong_syntax(fmt::format("\"{}\" cannot be read", file),
                           "name a file with a host in each line");
    Indexes found;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        const std::string name = trimmed(line);
        if (name.empty()) continue;
        if (!is_name(name)) throw unknown_name(inventory_, name, fmt::format("{}:{}: ", file, number));
        found.merge(find_name(name));
    }
    return found;
}

}  // namespace clientpush
