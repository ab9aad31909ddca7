#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>

#include "status/query.h"
#include "status/store.h"

namespace clientpush {

/// Writes changes through one connection, inside the caller's transaction. Every statement is prepared once.
class RowWriter {
public:
    explicit RowWriter(SQLite::Database& db);

    /// Throws Error{storage} "attempt-open", "claim-lost" or "change-refused"; the caller then takes back
    /// what was written of it.
    void write(const Change& change);

    /// Must be called when events that it wrote were taken back.
    void forget_history() { tip_.reset(); }

    SQLite::Database& database() { return db_; }

private:
    struct Tip {
        std::int64_t number = 0;
        Digest digest{};
    };

    void write_all(const Change& change);
    void write(const HostRun& host);
    void write(const Attempt& attempt);
    void write(const HostRecord& record);
    void append(Event event);
    Tip read_tip();

    SQLite::Database& db_;
    Query put_host_;
    Query update_attempt_;
    Query insert_attempt_;
    Query fence_;
    Query put_record_;
    Query append_event_;
    Query last_event_;
    std::optional<Tip> tip_;
};

}  // namespace clientpush
