#pragma once

#include <SQLiteCpp/Exception.h>

#include <filesystem>

#include "base/error.h"

namespace clientpush {

/// Error{storage} in our words, with the cure: "state-corrupt", "state-disk-full", "state-io",
/// "state-locked", "state-unwritable" or "state-failed".
Error storage_error(const SQLite::Exception& cause, const std::filesystem::path& state);

/// True when one statement was refused and its transaction can go on.
bool is_refusal(const SQLite::Exception& cause);

}  // namespace clientpush
