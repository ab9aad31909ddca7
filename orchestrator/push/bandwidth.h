#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/asio.h"
#include "base/clock.h"

namespace clientpush {

/// "500KB/s", "200MB/s", "1GB/s" (decimal) as bytes a second; nothing below 1KB/s or for any other text.
std::optional<std::uint64_t> parse_bandwidth(std::string_view text);

/// Shares out so many bytes a second among everybody who sends. Whoever asks gets the next free moment;
/// nothing is saved up while nobody sends.
class Bandwidth {
public:
    Bandwidth(Clock& clock, std::uint64_t bytes_per_second) : clock_(clock), rate_(bytes_per_second) {}

    /// Waits for the turn of so many bytes.
    asio::awaitable<void> take(std::uint64_t bytes);

private:
    Clock& clock_;
    std::uint64_t rate_;
    std::chrono::microseconds free_{0};  ///< by the clock's elapsed(): everything before is given away
};

}  // namespace clientpush
