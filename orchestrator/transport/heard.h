#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace clientpush {

/// What a command that is talked with has printed and nobody has taken yet.
class Heard {
public:
    void out(std::string_view text) { out_ += text; }
    void err(std::string_view text);

    /// The text up to and with `end`, once it is there; its beginning is dropped beyond `limit` bytes.
    std::optional<std::string> take(std::string_view end, std::size_t limit);

    /// For a command that ended before it printed `end`. Quotes the last that it said.
    Error broke_off(const std::string& host) const;

private:
    std::string out_;
    std::string err_;           ///< its last bytes only
    std::size_t searched_ = 0;  ///< of out_, without finding the end
};

}  // namespace clientpush
