#include "status/schema.h"

#include <SQLiteCpp/Transaction.h>
#include <sys/random.h>

#include <array>
#include <cstdint>
#include <string>

#include "base/error.h"

namespace clientpush {
namespace {

constexpr int application_id = 0x43505348;  // "CPSH"

// Times are milliseconds since 1970, UTC. A step that was released is never edited: a new one follows it.
constexpr std::array<const char*, 1> steps = {R"sql(
CREATE TABLE meta (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    state_id TEXT NOT NULL,
    fence    INTEGER NOT NULL
) STRICT;

CREATE TABLE generation (
    site              TEXT NOT NULL,
    number            INTEGER NOT NULL CHECK (number > 0),
    http              INTEGER NOT NULL,
    http_alternative  INTEGER,
    https             INTEGER NOT NULL,
    https_alternative INTEGER,
    notification      INTEGER NOT NULL,
    wake_on_lan       INTEGER NOT NULL,
    website           TEXT NOT NULL,
    recorded_at       INTEGER NOT NULL,
    PRIMARY KEY (site, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER generation_never_changes BEFORE UPDATE ON generation
BEGIN SELECT RAISE(ABORT, 'port generations are append-only'); END;
CREATE TRIGGER generation_never_goes BEFORE DELETE ON generation
BEGIN SELECT RAISE(ABORT, 'port generations are append-only'); END;

CREATE TABLE host (
    name             TEXT PRIMARY KEY,
    site             TEXT NOT NULL,
    seen_http        INTEGER,
    seen_https       INTEGER,
    seen_at          INTEGER,
    seen_source      TEXT NOT NULL,
    seen_origin      TEXT NOT NULL,
    management_point TEXT NOT NULL,
    version          TEXT NOT NULL,
    healthy          INTEGER,
    reaches          INTEGER,
    machine_id       TEXT NOT NULL,
    contacted_at     INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL,
    key          TEXT NOT NULL,
    playbook     TEXT NOT NULL,
    document     TEXT NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    ended_at     INTEGER,
    requested_by TEXT NOT NULL,
    fence        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX run_open ON run ((1)) WHERE state IN ('open', 'paused', 'stopped');

CREATE TABLE run_generation (
    run    INTEGER NOT NULL REFERENCES run,
    site   TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (run, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_run (
    run      INTEGER NOT NULL REFERENCES run,
    host     TEXT NOT NULL,
    position INTEGER NOT NULL,
    site     TEXT NOT NULL,
    wave     INTEGER NOT NULL,
    state    TEXT NOT NULL,
    step     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    detail   TEXT NOT NULL,
    tries    INTEGER NOT NULL,
    next_at  INTEGER,
    since    INTEGER NOT NULL,
    PRIMARY KEY (run, host)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    run         INTEGER NOT NULL,
    host        TEXT NOT NULL,
    fence       INTEGER NOT NULL,
    method      TEXT NOT NULL,
    package     TEXT NOT NULL,
    site        TEXT NOT NULL,
    generation  INTEGER NOT NULL,
    http        INTEGER NOT NULL,
    https       INTEGER NOT NULL,
    state       TEXT NOT NULL,
    exit_code   INTEGER,
    intended_at INTEGER NOT NULL,
    ended_at    INTEGER,
    output      TEXT NOT NULL,
    FOREIGN KEY (run, host) REFERENCES host_run
) STRICT;
CREATE UNIQUE INDEX attempt_open ON attempt (host) WHERE state IN ('intended', 'started');
CREATE INDEX attempt_by_host ON attempt (host);
CREATE INDEX attempt_by_run ON attempt (run, host);

CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    run    INTEGER REFERENCES run,
    host   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    data   TEXT NOT NULL,
    hash   BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_run ON event (run);

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_never_goes BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE TABLE waiver (
    host      TEXT PRIMARY KEY,
    why       TEXT NOT NULL,
    waived_by TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql"};

int number(SQLite::Database& db, const char* sql) {
    return db.execAndGet(sql).getInt();
}

std::string random_id() {
    std::array<std::uint8_t, 16> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw Error(Error::Kind::storage, "state-failed", "the system gave no random number");
    }
    std::string text;
    for (const unsigned byte : bytes) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

}  // namespace

SchemaFound identify_schema(SQLite::Database& db) {
    const int owner = number(db, "PRAGMA application_id");
    const int version = number(db, "PRAGMA user_version");
    if (owner == 0 && version == 0 && number(db, "SELECT count(*) FROM sqlite_schema") == 0) {
        return SchemaFound::nothing;
    }
    if (owner != application_id) {
        throw Error(Error::Kind::storage, "state-foreign",
                    db.getFilename() + " is the database of another program",
                    "choose a file of its own with --state or CLIENTPUSH_STATE");
    }
    const int known = static_cast<int>(steps.size());
    if (version > known) {
        throw Error(Error::Kind::storage, "state-newer",
                    "the state " + db.getFilename() + " has version " + std::to_string(version) +
                        "; this clientpush knows versions up to " + std::to_string(known),
                    "use the clientpush that wrote it, or a newer one");
    }
    return version < known ? SchemaFound::older : SchemaFound::ours;
}

void upgrade_schema(SQLite::Database& db) {
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
    const bool fresh = identify_schema(db) == SchemaFound::nothing;
    for (auto step = static_cast<std::size_t>(number(db, "PRAGMA user_version")); step < steps.size();
         ++step) {
        db.exec(steps[step]);
    }
    if (fresh) db.exec("INSERT INTO meta VALUES (1, '" + random_id() + "', 0)");
    db.exec("PRAGMA application_id = " + std::to_string(application_id));
    db.exec("PRAGMA user_version = " + std::to_string(steps.size()));
    transaction.commit();
}

}  // namespace clientpush
