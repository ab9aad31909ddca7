#pragma once

#include <chrono>
#include <cstdint>

namespace clientpush {

/// Which way a payload goes to a host quicker. A file over SFTP costs a handful of round trips of its own and
/// one more for each half megabyte; the same bytes through a command's input cost the host about 20 ms of CPU
/// more for each megabyte (measured with OpenSSH 9.2).
bool through_input(std::chrono::microseconds round_trip, std::uint64_t bytes);

/// Up to this many bytes are handed to a host in one go where a limit on the bandwidth shares them out. Each
/// file over SFTP is opened anew for every slice, so its slices are longer.
constexpr std::uint64_t input_slice = std::uint64_t{256} * 1024;
constexpr std::uint64_t file_slice = std::uint64_t{4} * 1024 * 1024;

/// How long a host may take for so many bytes: a slow line is waited for as long as it moves 16 KB a second.
constexpr std::chrono::milliseconds transfer_limit(std::uint64_t bytes) {
    return std::chrono::seconds(60) + std::chrono::milliseconds(bytes / 16);
}

}  // namespace clientpush
