#pragma once

#include <string>
#include <string_view>

namespace clientpush {

/// The one place where bytes of a host become printable text: control characters, DEL, C1, bidirectional
/// marks and invalid UTF-8 come out as \xNN or \u{NNNN}; newline and tab are kept when `lines` is true.
std::string printable(std::string_view bytes, bool lines = false);

/// The last `limit` bytes, starting at a line's beginning where there is one.
std::string_view tail(std::string_view bytes, std::size_t limit);

}  // namespace clientpush
