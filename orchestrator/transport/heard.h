#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace clientpush {

/// What a command that is talked with has printed and nobody has taken yet.
class Heard {
public:
    void out(std::string_view text);
    void err(std::string_view text);

    /// The text up to and with `end`, once it is there; its beginning is dropped beyond `limit` bytes.
    std::optional<std::string> take(std::string_view end, std::size_t limit);

    /// For a command that ended before it printed `end`, with `status` if that is known. Quotes the last that
    /// it said. Error{remote} "no-shell" for one that failed without a word on its standard output, else
    /// Error{lost} "no-trailer".
    Error broke_off(const std::string& host, std::optional<int> status = std::nullopt) const;

private:
    std::string out_;
    std::string err_;           ///< its last bytes only
    bool spoke_ = false;        ///< on standard output, ever
    std::size_t searched_ = 0;  ///< of out_, without finding the end
};

}  // namespace clientpush
