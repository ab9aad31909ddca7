#pragma once

#include <string>
#include <string_view>

namespace clientpush {

/// The sentence with what the user wrote cut to a readable length: texts in quotes after 80 characters,
/// single words after 250, and all of it after 500.
std::string shorten(std::string sentence);

/// Whether a line of the user's must not be shown: it mentions a password, a secret or a token.
bool may_hold_a_secret(std::string_view line);

}  // namespace clientpush
