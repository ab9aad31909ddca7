#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace clientpush {

/// A moment that people read and stores keep: UTC, milliseconds.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

using Duration = std::chrono::milliseconds;

/// "2026-11-22T20:15:03Z" (milliseconds are dropped).
std::string to_text(Time time);

/// Reads "2026-11-22T20:15:03Z", with or without a fraction, with "Z" or "+01:00", and plain
/// "2026-11-22" (midnight UTC). False when the text is none of these.
bool parse_time(std::string_view text, Time& out);

/// "350ms", "42s", "3m 20s", "2h 5m", "9d": two units at most.
std::string to_text(Duration duration);

/// Reads "500ms", "30s", "5m", "2h", "7d". False when the text is none of these.
bool parse_duration(std::string_view text, Duration& out);

}  // namespace clientpush
