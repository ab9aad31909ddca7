#pragma once

#include <SQLiteCpp/Database.h>

namespace clientpush {

/// What a file says about itself.
enum class SchemaFound { nothing, ours, older };

/// Throws Error{storage} "state-foreign" (another program's database) or "state-newer" (of a newer
/// clientpush).
SchemaFound identify_schema(SQLite::Database& db);

/// Brings an empty or older state up to this version, step by step, in one transaction.
void upgrade_schema(SQLite::Database& db);

}  // namespace clientpush
