#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inventory/values.h"
#include "yaml/document.h"

namespace clientpush {

/// Why a text is no JSON, and where.
struct JsonFault {
    Wrong wrong;
    int line = 0;
    int column = 0;
};

/// Reads one JSON value as the tree that YAML gives, each node with its place, the first line being `line`.
/// Refused: keys that stand twice, nesting deeper than 100, control characters also as escapes, invalid
/// UTF-8, anything after the value.
std::optional<yaml::Node> parse_json(std::string_view text, JsonFault& fault, int line = 1);

}  // namespace clientpush
