#include "push/bandwidth.h"

#include <algorithm>
#include <charconv>

namespace clientpush {

std::optional<std::uint64_t> parse_bandwidth(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (failure != std::errc{} || number == 0 || number > 1'000'000) return std::nullopt;
    if (unit == "KB/s") return number * 1'000;
    if (unit == "MB/s") return number * 1'000'000;
    if (unit == "GB/s") return number * 1'000'000'000;
    return std::nullopt;
}

asio::awaitable<void> Bandwidth::take(std::uint64_t bytes) {
    const std::chrono::microseconds now = clock_.elapsed();
    const std::chrono::microseconds turn = std::max(free_, now);
    free_ = turn + std::chrono::microseconds(bytes * 1'000'000 / rate_);
    if (turn > now) co_await clock_.sleep(std::chrono::ceil<Duration>(turn - now));
}

}  // namespace clientpush
