#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clientpush {

/// Folds host names for people: {"ws001","ws002","ws004","db"} becomes "db,ws[001-002,004]".
/// Names keep their zero padding; the order of the result is by name.
std::string fold(const std::vector<std::string>& names);

/// "ws[001-040]" from a list that may be long: at most `limit` characters, then ", and 12 more".
std::string fold(const std::vector<std::string>& names, std::size_t limit);

/// "1 host", "2 hosts".
std::string counted(std::size_t count, std::string_view noun);

}  // namespace clientpush
