#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>

namespace clientpush {

// Debian's SQLite (3.40) can corrupt a WAL that two connections write and checkpoint at once (mended upstream
// in 3.51.3). So there is one writing connection, which alone checkpoints; all others are opened for reading.

/// The one connection that writes and checkpoints. Makes the file, or upgrades it, when it must. Throws
/// Error{storage}: "state-foreign", "state-newer", "state-corrupt" and those of `storage_error`.
SQLite::Database open_for_writing(const std::filesystem::path& state);

/// A connection that never writes, also while another process does. Throws Error{usage} "state-missing" when
/// nothing was recorded yet; never makes a file.
SQLite::Database open_for_reading(const std::filesystem::path& state);

}  // namespace clientpush
