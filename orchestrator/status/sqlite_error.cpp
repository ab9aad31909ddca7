#include "status/sqlite_error.h"

#include <sqlite3.h>

namespace clientpush {
namespace {

struct Words {
    const char* reason;
    const char* what;
    const char* cure;
};

Words words_for(int code) {
    switch (code) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {"state-corrupt", "the state is damaged, or is not a state of clientpush",
                    "restore it from a backup, or move it away to start with an empty one"};
        case SQLITE_FULL:
            return {"state-disk-full", "the disk that holds the state is full",
                    "free some space and run the same command again: nothing that was recorded is lost"};
        case SQLITE_IOERR:
            return {"state-io", "the disk that holds the state failed",
                    "look into the system's log; when the disk is well, run the same command again"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {"state-locked", "another program has locked the state",
                    "close whatever else has this database open, such as the sqlite3 shell"};
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {"state-unwritable", "the state cannot be opened or written",
                    "repair the permissions of the file and its folder, or choose another with --state"};
        default:
            return {"state-failed", "the state database failed", "run `clientpush doctor`"};
    }
}

}  // namespace

Error storage_error(const SQLite::Exception& cause, const std::filesystem::path& state) {
    const Words words = words_for(cause.getErrorCode() & 0xff);
    return Error(Error::Kind::storage, words.reason,
                 std::string(words.what) + ": " + state.string() + " (" + cause.what() + ")", words.cure);
}

bool is_refusal(const SQLite::Exception& cause) {
    return (cause.getErrorCode() & 0xff) == SQLITE_CONSTRAINT;
}

}  // namespace clientpush
