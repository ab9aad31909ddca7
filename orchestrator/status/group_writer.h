#pragma once

#include <SQLiteCpp/Database.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/error.h"
#include "status/row_writer.h"

namespace clientpush {

/// The thread through which everything is written: it alone uses the writing connection, and commits together
/// whatever gathered while the disk was busy with the commit before.
///
/// Work that throws Error, or breaks a constraint, fails alone. Anything else fails its whole group and stops
/// the writer for good: after a failed sync nobody can say what the disk holds.
class GroupWriter {
public:
    using Work = std::function<void(RowWriter&)>;

    /// Called on the writer's thread (or the caller's, when the writer has stopped) with nothing once the
    /// work is durable, or with what went wrong.
    using Done = std::function<void(const std::optional<Error>&)>;

    GroupWriter(SQLite::Database db, std::filesystem::path state);

    /// Writes what is queued.
    ~GroupWriter();

    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;

    /// Somebody waits: written as soon as the disk is free.
    void submit(Work work, Done done);

    /// Nobody waits: written after 100 ms, with 256 others, or with the next submitted work. Throws when the
    /// writer has stopped; work that then fails stops the writer.
    void submit_lazily(Work work);

    /// Runs `work` on the writer's thread and returns when it is durable; throws what went wrong.
    void write(const Work& work);

    /// Returns when everything that was submitted lazily before is durable, or has failed.
    void settle();

    /// How often it has committed.
    std::uint64_t groups() const { return groups_; }

private:
    struct Item {
        Work work;
        Done done;
        std::optional<Error> failure = {};
    };
    using Group = std::vector<Item>;

    void run();
    bool take(Group& group);
    void commit(Group& group);
    void write_items(Group& group);
    void write_item(Item& item);
    void take_back();
    void stop_for_good(Group& group, const Error& cause);
    static void fail(Group& group, const Error& cause);
    void answer(Group& group);

    std::filesystem::path state_;
    SQLite::Database db_;
    RowWriter rows_;
    Query savepoint_;
    Query release_;
    Query roll_back_;

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::condition_variable settled_;
    Group queue_;
    bool urgent_ = false;
    bool closing_ = false;
    std::optional<Error> stopped_by_;
    std::uint64_t lazy_queued_ = 0;
    std::uint64_t lazy_settled_ = 0;
    std::atomic<std::uint64_t> groups_ = 0;

    std::thread thread_;  // last: everything above is there when it begins
};

}  // namespace clientpush
