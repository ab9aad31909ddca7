#include "report/format.h"

#include <array>
#include <utility>

namespace clientpush {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 6> words{{{"table", Format::table},
                                                                    {"json", Format::json},
                                                                    {"ndjson", Format::ndjson},
                                                                    {"csv", Format::csv},
                                                                    {"markdown", Format::markdown},
                                                                    {"html", Format::html}}};

bool starts_a_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string_view html_entity(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return "";
    }
}

/// Entities, because a backslash does not stop raw HTML everywhere.
std::string_view markdown_entity(char c) {
    switch (c) {
        case '&':
        case '<':
        case '>':
            return html_entity(c);
        case '\n':
            return "<br>";
        default:
            return "";
    }
}

}  // namespace

std::optional<Format> parse_format(std::string_view text) {
    for (const auto& [word, format] : words) {
        if (word == text) return format;
    }
    return std::nullopt;
}

std::string csv_field(std::string_view text) {
    std::string field(starts_a_formula(text) ? "'" : "");
    field += text;
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string html_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        const std::string_view entity = html_entity(c);
        if (entity.empty())
            escaped += c;
        else
            escaped += entity;
    }
    return escaped;
}

std::string markdown_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\r') continue;
        const std::string_view entity = markdown_entity(c);
        if (!entity.empty()) {
            escaped += entity;
            continue;
        }
        if (std::string_view("\\`*_[]|~").find(c) != std::string_view::npos) escaped += '\\';
        escaped += c;
    }
    return escaped;
}

}  // namespace clientpush
