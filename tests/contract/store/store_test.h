#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "status/sqlite_store.h"
#include "support/errors.h"
#include "support/memory_store.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace clientpush {

/// A kind of store: an empty one, and how to end it in good order and open it again. Another kind joins the
/// whole suite by adding such a class to `StoreKinds`.
class MemoryKind {
public:
    Store& store() { return store_; }
    void reopen() {
        store_.save();
        store_.crash();
    }

private:
    MemoryStore store_;
};

class SqliteKind {
public:
    SqliteKind() { open(); }
    Store& store() { return *store_; }
    void reopen() {
        store_.reset();
        open();
    }

private:
    void open() {
        store_ = std::make_unique<SqliteStore>(StateLock::acquire(folder_ / "state.db", "the test", Time{}));
    }

    TempDir folder_;
    std::unique_ptr<SqliteStore> store_;
};

using StoreKinds = ::testing::Types<MemoryKind, SqliteKind>;

inline Time at(int seconds) {
    return Time(std::chrono::seconds(1'800'000'000 + seconds));
}

inline HostRun queued(const std::string& host, int position) {
    return {.host = host, .position = position, .site = "ABC", .wave = 1, .since = at(0)};
}

inline std::string attempt_id(int number) {
    std::string id = std::to_string(number);
    return std::string(32 - id.size(), '0') + id;
}

inline Attempt intended(RunId run, const std::string& host, int number) {
    return {
        .id = attempt_id(number), .run = run, .host = host, .method = "install", .intended_at = at(number)};
}

/// The reason of the Error that `act` throws; "no-error" when it throws none.
template <typename Act>
std::string reason_of(Act act) {
    return error_of(act).reason();
}

template <typename Kind>
class StoreTest : public ::testing::Test {
protected:
    Store& store() { return kind_.store(); }
    void reopen() { kind_.reopen(); }

    void commit(Change change) { run_loop(loop_, store().commit(std::move(change))); }

    void run_all() {
        loop_.restart();
        loop_.run();
    }

    /// A run of "ws-1", "ws-2", ... in this order.
    RunId begin(int hosts) {
        std::vector<HostRun> all;
        for (int i = 1; i <= hosts; ++i) all.push_back(queued("ws-" + std::to_string(i), i));
        return store().begin_run({.kind = "push", .created_at = at(0)}, all);
    }

    asio::io_context loop_;

private:
    Kind kind_;
};

}  // namespace clientpush
