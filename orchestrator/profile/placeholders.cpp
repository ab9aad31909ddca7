#include "profile/placeholders.h"

#include <algorithm>

namespace clientpush {

namespace {

constexpr std::string_view variable_prefix = "var.";

/// Calls `plain` and `name` for the parts of a text, in order.
template <typename Plain, typename Name>
void each_part(std::string_view text, Plain plain, Name name) {
    while (!text.empty()) {
        const auto open = text.find('{');
        plain(text.substr(0, open));
        if (open == std::string_view::npos) return;
        text.remove_prefix(open + 1);
        const auto close = std::min(text.find('}'), text.size());
        name(std::string(text.substr(0, close)));
        text.remove_prefix(std::min(close + 1, text.size()));
    }
}

bool is_word(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

}  // namespace

const std::vector<std::string>& known_placeholders() {
    static const std::vector<std::string> names = {
        "site",  "http_port", "https_port", "management_point", "management_points", "always_internet",
        "stage", "properties"};
    return names;
}

bool is_placeholder(std::string_view name) {
    if (name.starts_with(variable_prefix)) return is_word(name.substr(variable_prefix.size()));
    return std::ranges::find(known_placeholders(), name) != known_placeholders().end();
}

std::vector<std::string> placeholders_in(std::string_view text) {
    std::vector<std::string> names;
    each_part(
        text, [](std::string_view) {}, [&](std::string name) { names.push_back(std::move(name)); });
    return names;
}

std::string fill(std::string_view text, const std::function<std::string(const std::string&)>& value_of) {
    std::string filled;
    each_part(
        text, [&](std::string_view plain) { filled += plain; },
        [&](const std::string& name) { filled += value_of(name); });
    return filled;
}

}  // namespace clientpush
