#pragma once

/// What a command's exit code says (docs/formats.md). A gate outranks the others.
namespace clientpush::exit_code {

inline constexpr int ok = 0;
inline constexpr int could_not_run = 1;
inline constexpr int some_wrong = 2;  ///< plan --detailed-exitcode, verify, cutover: a client is unmanaged
inline constexpr int some_open = 4;   ///< unreachable, pending, unknown
inline constexpr int usage = 5;       ///< command line or inventory wrong
inline constexpr int gate = 8;
inline constexpr int interrupted = 130;

}  // namespace clientpush::exit_code
