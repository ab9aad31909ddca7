#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace clientpush {

/// Appends one character.
void append_utf8(std::string& out, unsigned code);

/// How many characters the text has.
std::size_t characters(std::string_view text);

/// Whether all of it can be printed: valid UTF-8 without control characters; line ends and tabs are fine.
bool is_plain_text(std::string_view text);

}  // namespace clientpush
