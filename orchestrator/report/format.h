#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace clientpush {

/// -o: how a result is written. Every command knows table and json; reports know all.
enum class Format { table, json, ndjson, csv, markdown, html };

std::optional<Format> parse_format(std::string_view text);

/// What the terminal can show. `width` 0: not a terminal, do not cut lines.
struct Style {
    bool colour = false;
    int width = 0;
};

/// One CSV field (RFC 4180), made safe against formula injection: a field that starts with = + - @ tab or CR
/// is given a leading apostrophe.
std::string csv_field(std::string_view text);

/// Text inside HTML, with & < > " ' escaped.
std::string html_text(std::string_view text);

/// Text inside a Markdown table cell.
std::string markdown_text(std::string_view text);

}  // namespace clientpush
