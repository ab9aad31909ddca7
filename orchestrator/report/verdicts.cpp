#include "report/verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <utility>

namespace clientpush {
namespace {

bool is_part_of_a_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
}

bool stands_alone(const std::string& text, std::size_t at, std::size_t length) {
    const bool before = at > 0 && is_part_of_a_name(text[at - 1]);
    const bool after =
        at + length < text.size() && is_part_of_a_name(text[at + length]) && text[at + length] != '.';
    return !before && !after;
}

}  // namespace

std::string without_name(std::string text, std::string_view name) {
    if (name.empty()) return text;
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        if (stands_alone(text, at, name.size())) text.replace(at, name.size(), "*");
    }
    return text;
}

void VerdictGroups::add(std::string_view name, const Verdict& verdict) {
    std::vector<VerdictGroup>& groups = groups_[verdict.outlook];
    const auto key = std::pair(fmt::format("{} {}", to_text(verdict.outlook), verdict.rule),
                               without_name(verdict.reason, name));
    const auto [found, added] = index_.try_emplace(key, groups.size());
    if (added) groups.push_back({verdict.rule, verdict.reason, {}});
    groups[found->second].names.add(name);
}

std::vector<VerdictGroup> VerdictGroups::of(Outlook outlook) const {
    const auto found = groups_.find(outlook);
    if (found == groups_.end()) return {};
    std::vector<VerdictGroup> groups = found->second;
    std::ranges::stable_sort(groups, std::greater<>(), [](const VerdictGroup& g) { return g.names.size(); });
    return groups;
}

std::vector<VerdictGroup> groups_of(const std::vector<NamedVerdict>& clients, Outlook outlook) {
    VerdictGroups groups;
    for (const auto& [name, verdict] : clients)
        if (verdict->outlook == outlook) groups.add(name, *verdict);
    return groups.of(outlook);
}

void write_groups(TextWriter& text, const std::string& title, const std::vector<VerdictGroup>& groups,
                  Colour colour) {
    if (groups.empty()) return;
    std::size_t total = 0;
    std::size_t widest = 0;
    for (const VerdictGroup& group : groups) {
        total += group.names.size();
        widest = std::max(widest, group.rule.size());
    }
    const std::size_t digits = std::to_string(groups.front().names.size()).size();
    text.paragraph(0, fmt::format("{}: {}", title, total), colour);
    for (const VerdictGroup& group : groups) {
        text.beside(fmt::format("  {:>{}}  {:<{}}  ", group.names.size(), digits, group.rule, widest),
                    group.names.text(), colour);
        text.paragraph(static_cast<int>(digits) + 6, group.reason);
    }
    text.gap();
}

}  // namespace clientpush
