#include "status/sqlite.h"

#include <sqlite3.h>

#include <string>
#include <system_error>

#include "base/error.h"
#include "status/files.h"
#include "status/schema.h"
#include "status/sqlite_error.h"

namespace clientpush {
namespace {

constexpr int busy_timeout_ms = 5'000;

Error missing(const std::filesystem::path& state) {
    return Error(Error::Kind::usage, "state-missing",
                 "nothing was recorded yet: there is no " + state.string(),
                 "run a push or a verify first, or name another state with --state or CLIENTPUSH_STATE");
}

void enter_wal(SQLite::Database& db) {
    const std::string mode = db.execAndGet("PRAGMA journal_mode = WAL").getString();
    if (mode == "wal") return;
    throw Error(Error::Kind::storage, "state-unwritable",
                "the file system of " + db.getFilename() + " cannot hold a write-ahead log",
                "choose a place on a local disk with --state");
}

SQLite::Database prepared_for_writing(const std::filesystem::path& state) {
    SQLite::Database db(state.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, busy_timeout_ms);
    db.exec("PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;");
    const SchemaFound found = identify_schema(db);
    enter_wal(db);
    db.exec("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
    if (found != SchemaFound::ours) upgrade_schema(db);
    return db;
}

SQLite::Database prepared_for_reading(const std::filesystem::path& state) {
    SQLite::Database db(state.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, busy_timeout_ms);
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    db.exec("PRAGMA wal_autocheckpoint = 0; PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0;");
    const SchemaFound found = identify_schema(db);
    if (found == SchemaFound::nothing) throw missing(state);
    if (found == SchemaFound::older) {
        throw Error(Error::Kind::storage, "state-older",
                    "the state " + state.string() + " was written by an older clientpush",
                    "run a command that writes, such as push or verify: it upgrades the state");
    }
    return db;
}

}  // namespace

SQLite::Database open_for_writing(const std::filesystem::path& state) {
    const std::filesystem::path whole = std::filesystem::absolute(state);
    make_private_folder_of(whole);
    // SQLite gives its own files the mode of the database, so making that one private makes all private.
    make_private_file(whole);
    try {
        return prepared_for_writing(whole);
    } catch (const SQLite::Exception& e) {
        throw storage_error(e, whole);
    }
}

SQLite::Database open_for_reading(const std::filesystem::path& state) {
    const std::filesystem::path whole = std::filesystem::absolute(state);
    std::error_code unreadable;
    if (!std::filesystem::exists(whole, unreadable) && !unreadable) throw missing(whole);
    try {
        return prepared_for_reading(whole);
    } catch (const SQLite::Exception& e) {
        throw storage_error(e, whole);
    }
}

}  // namespace clientpush
