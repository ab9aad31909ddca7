#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "inventory/values.h"

namespace clientpush {

/// Appends one character.
void append_utf8(std::string& out, unsigned code);

/// How many characters the text has.
std::size_t characters(std::string_view text);

/// What of it cannot be printed, if anything: text is valid UTF-8 without control characters; line ends and
/// tabs are fine.
std::optional<Wrong> wrong_in_text(std::string_view text);

}  // namespace clientpush
