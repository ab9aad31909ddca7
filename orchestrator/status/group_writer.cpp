#include "status/group_writer.h"

#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

#include "status/sqlite_error.h"

namespace clientpush {
namespace {

constexpr auto longest_wait = std::chrono::milliseconds(100);
constexpr std::size_t full_group = 256;

}  // namespace

GroupWriter::GroupWriter(SQLite::Database db, std::filesystem::path state)
    : state_(std::move(state)),
      db_(std::move(db)),
      rows_(db_),
      savepoint_(db_, "SAVEPOINT one_change"),
      release_(db_, "RELEASE one_change"),
      roll_back_(db_, "ROLLBACK TO one_change"),
      thread_([this] { run(); }) {}

GroupWriter::~GroupWriter() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void GroupWriter::submit(Work work, Done done) {
    std::optional<Error> stopped_by;
    {
        const std::lock_guard lock(mutex_);
        stopped_by = stopped_by_;
        if (!stopped_by) {
            queue_.push_back({std::move(work), std::move(done)});
            urgent_ = true;
        }
    }
    if (stopped_by)
        done(stopped_by);  // NOLINT(bugprone-use-after-move): moved only when nothing has stopped us
    else
        arrived_.notify_one();
}

void GroupWriter::submit_lazily(Work work) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopped_by_) throw Error(*stopped_by_);
        queue_.push_back({std::move(work), nullptr});
        ++lazy_queued_;
        wake = queue_.size() == 1 || queue_.size() == full_group;
    }
    if (wake) arrived_.notify_one();
}

void GroupWriter::write(const Work& work) {
    std::promise<std::optional<Error>> outcome;
    submit(work, [&outcome](const std::optional<Error>& failure) { outcome.set_value(failure); });
    if (const auto failure = outcome.get_future().get()) throw Error(*failure);
}

void GroupWriter::settle() {
    std::unique_lock lock(mutex_);
    const std::uint64_t wanted = lazy_queued_;
    if (lazy_settled_ >= wanted) return;
    urgent_ = true;
    arrived_.notify_one();
    settled_.wait(lock, [&] { return lazy_settled_ >= wanted; });
}

void GroupWriter::run() {
    Group group;
    while (take(group)) {
        if (stopped_by_) {
            fail(group, *stopped_by_);
        } else {
            commit(group);
        }
        answer(group);
        group.clear();
    }
}

bool GroupWriter::take(Group& group) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !queue_.empty() || closing_; });
    if (queue_.empty()) return false;
    arrived_.wait_for(lock, longest_wait,
                      [this] { return urgent_ || closing_ || queue_.size() >= full_group; });
    group.swap(queue_);
    urgent_ = false;
    return true;
}

void GroupWriter::commit(Group& group) {
    try {
        write_items(group);
    } catch (const SQLite::Exception& e) {
        stop_for_good(group, storage_error(e, state_));
    } catch (const Error& e) {
        stop_for_good(group, e);
    } catch (const std::exception& e) {
        stop_for_good(group, Error(Error::Kind::storage, "state-failed", e.what()));
    }
}

void GroupWriter::write_items(Group& group) {
    SQLite::Transaction transaction(db_, SQLite::TransactionBehavior::IMMEDIATE);
    for (Item& item : group) write_item(item);
    transaction.commit();
    ++groups_;
}

void GroupWriter::write_item(Item& item) {
    savepoint_.with().run();
    try {
        item.work(rows_);
    } catch (const Error& e) {
        item.failure = e;
    } catch (const SQLite::Exception& e) {
        if (!is_refusal(e)) throw;
        item.failure = Error(Error::Kind::storage, "change-refused",
                             std::string("the state refuses a change: ") + e.what());
    }
    if (item.failure) take_back();
    release_.with().run();
    const bool nobody_would_hear = item.failure && !item.done;
    if (nobody_would_hear) throw Error(*item.failure);
}

void GroupWriter::take_back() {
    roll_back_.with().run();
    rows_.forget_history();
}

void GroupWriter::stop_for_good(Group& group, const Error& cause) {
    // What the log holds now is for the next start to judge, not for a checkpoint at the end of this one.
    sqlite3_db_config(db_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    fail(group, cause);
    const std::lock_guard lock(mutex_);
    stopped_by_ = cause;
}

void GroupWriter::fail(Group& group, const Error& cause) {
    for (Item& item : group) item.failure = cause;
}

void GroupWriter::answer(Group& group) {
    const auto lazy = std::count_if(group.begin(), group.end(), [](const Item& item) { return !item.done; });
    for (const Item& item : group) {
        if (item.done) item.done(item.failure);
    }
    const std::lock_guard lock(mutex_);
    lazy_settled_ += static_cast<std::uint64_t>(lazy);
    settled_.notify_all();
}

}  // namespace clientpush
