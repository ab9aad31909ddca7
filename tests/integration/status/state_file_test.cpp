#include <SQLiteCpp/Database.h>
#include <sys/stat.h>

#include <fstream>

#include "integration/status/state_test.h"
#include "status/sqlite.h"
#include "support/files.h"

namespace clientpush {
namespace {

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

/// Changes a state behind the back of its store.
void tamper(const std::filesystem::path& state, const std::string& sql) {
    SQLite::Database(state.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
}

Error error_of_opening(const std::filesystem::path& state) {
    return error_of([&] { open_store(state); });
}

Error error_of_reading(const std::filesystem::path& state) {
    return error_of([&] { const SqliteReader reader(state); });
}

TEST(StateFile, EveryFileIsForTheOwnerOnly) {
    const TempDir folder;
    const auto state = folder / "home" / "state.db";

    const auto store = open_store(state);
    begin_run(*store, 1);

    EXPECT_EQ(mode_of(state.parent_path()), 0700U);
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
        EXPECT_EQ(mode_of(state.string() + suffix), 0600U) << suffix;
    }
}

TEST(StateFile, OneThatOthersMayWriteIsRefused) {
    const TempDir folder;
    open_store(folder / "state.db");
    chmod((folder / "state.db").c_str(), 0620);

    const Error error = error_of_opening(folder / "state.db");

    EXPECT_EQ(error.reason(), "state-not-private");
    EXPECT_NE(error.cure().find("chmod 600"), std::string::npos);
}

TEST(StateFile, WriterSyncsEveryCommitAndMapsNothing) {
    const TempDir folder;

    SQLite::Database db = open_for_writing(folder / "state.db");

    EXPECT_EQ(db.execAndGet("PRAGMA journal_mode").getString(), "wal");
    EXPECT_EQ(db.execAndGet("PRAGMA synchronous").getInt(), 2);
    EXPECT_EQ(db.execAndGet("PRAGMA foreign_keys").getInt(), 1);
    EXPECT_EQ(db.execAndGet("PRAGMA trusted_schema").getInt(), 0);
    EXPECT_EQ(db.execAndGet("PRAGMA mmap_size").getInt(), 0);
}

TEST(StateFile, ReaderCannotWriteAndNeverCheckpoints) {
    const TempDir folder;
    const auto store = open_store(folder / "state.db");

    SQLite::Database db = open_for_reading(folder / "state.db");

    EXPECT_EQ(db.execAndGet("PRAGMA wal_autocheckpoint").getInt(), 0);
    EXPECT_THROW(db.exec("DELETE FROM waiver"), SQLite::Exception);
}

TEST(StateFile, ReaderNeverMakesOne) {
    const TempDir folder;

    const Error error = error_of_reading(folder / "state.db");

    EXPECT_EQ(error.reason(), "state-missing");
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_NE(error.cure().find("--state"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(StateFile, EmptyOneIsMissingForAReaderAndFilledByAWriter) {
    const TempDir folder;
    write_text(folder / "state.db", "");
    chmod((folder / "state.db").c_str(), 0600);

    EXPECT_EQ(error_of_reading(folder / "state.db").reason(), "state-missing");
    EXPECT_EQ(error_of_opening(folder / "state.db").reason(), "no-error");
    EXPECT_EQ(error_of_reading(folder / "state.db").reason(), "no-error");
}

TEST(StateFile, NewerVersionIsNamedWithBothVersionsAndTheCure) {
    const TempDir folder;
    open_store(folder / "state.db");
    tamper(folder / "state.db", "PRAGMA user_version = 7");

    for (const Error& error :
         {error_of_opening(folder / "state.db"), error_of_reading(folder / "state.db")}) {
        EXPECT_EQ(error.kind(), Error::Kind::storage);
        EXPECT_EQ(error.reason(), "state-newer");
        EXPECT_EQ(error.what(), "the state " + (folder / "state.db").string() +
                                    " has version 7; this clientpush knows versions up to 1");
        EXPECT_EQ(error.cure(), "use the clientpush that wrote it, or a newer one");
    }
}

TEST(StateFile, OlderVersionIsNotReadBeforeItIsUpgraded) {
    const TempDir folder;
    open_store(folder / "state.db");
    tamper(folder / "state.db", "PRAGMA user_version = 0");

    EXPECT_EQ(error_of_reading(folder / "state.db").reason(), "state-older");
}

TEST(StateFile, DatabaseOfAnotherProgramIsLeftAsItIs) {
    const TempDir folder;
    tamper(folder / "state.db", "CREATE TABLE photos (name TEXT); PRAGMA application_id = 77");
    chmod((folder / "state.db").c_str(), 0600);
    const std::string before = read_text(folder / "state.db");

    EXPECT_EQ(error_of_opening(folder / "state.db").reason(), "state-foreign");
    EXPECT_EQ(error_of_reading(folder / "state.db").reason(), "state-foreign");
    EXPECT_EQ(read_text(folder / "state.db"), before);
}

TEST(StateFile, TextFileIsNoState) {
    const TempDir folder;
    write_text(folder / "state.db", std::string(8192, 'x'));
    chmod((folder / "state.db").c_str(), 0600);

    for (const Error& error :
         {error_of_opening(folder / "state.db"), error_of_reading(folder / "state.db")}) {
        EXPECT_EQ(error.kind(), Error::Kind::storage);
        EXPECT_EQ(error.reason(), "state-corrupt");
        EXPECT_NE(error.cure().find("backup"), std::string::npos);
    }
}

TEST(StateFile, TruncatedOneIsCorrupt) {
    const TempDir folder;
    begin_run(*open_store(folder / "state.db"), 2000);
    std::filesystem::resize_file(folder / "state.db", 8192);

    EXPECT_EQ(error_of_opening(folder / "state.db").reason(), "state-corrupt");
}

TEST(StateFile, UnknownWordInItIsCorruption) {
    const TempDir folder;
    begin_run(*open_store(folder / "state.db"), 1);
    tamper(folder / "state.db", "UPDATE host_run SET state = 'wedged'");

    const Error error = error_of([&] { SqliteReader(folder / "state.db").hosts_of(1); });

    EXPECT_EQ(error.reason(), "state-corrupt");
    EXPECT_NE(std::string(error.what()).find("wedged"), std::string::npos);
}

TEST(StateFile, OneThatLacksATableIsRefused) {
    const TempDir folder;
    open_store(folder / "state.db");
    tamper(folder / "state.db", "DROP TABLE event");

    const Error error = error_of_opening(folder / "state.db");

    EXPECT_EQ(error.kind(), Error::Kind::storage);
    EXPECT_NE(std::string(error.what()).find("no such table"), std::string::npos);
}

TEST(StateFile, FolderInItsPlaceIsNamed) {
    const TempDir folder;
    std::filesystem::create_directory(folder / "state.db");

    EXPECT_EQ(error_of_opening(folder / "state.db").reason(), "state-unwritable");
}

TEST(StateFile, RelativePathIsUnderstood) {
    const TempDir folder;
    const auto relative = std::filesystem::relative(folder / "state.db");

    open_store(relative);

    EXPECT_TRUE(std::filesystem::exists(folder / "state.db"));
    EXPECT_EQ(error_of_reading(relative).reason(), "no-error");
}

class StateHistory : public ::testing::Test {
protected:
    StateHistory() {
        const auto store = open_store(state_);
        const RunId run = begin_run(*store, 2);
        store->record_generation("ABC", {}, Website::standard, Time{});
        for (const int number : {1, 2}) run_loop(store->commit(intention(run, number)));
    }

    std::vector<std::string> faults() { return SqliteReader(state_).faults(); }

    TempDir folder_;
    std::filesystem::path state_ = folder_ / "state.db";
};

TEST_F(StateHistory, GoodStateHasNoFaults) {
    EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_F(StateHistory, EventsAndGenerationsAreAppendOnly) {
    EXPECT_THROW(tamper(state_, "UPDATE event SET kind = 'x'"), SQLite::Exception);
    EXPECT_THROW(tamper(state_, "DELETE FROM event"), SQLite::Exception);
    EXPECT_THROW(tamper(state_, "UPDATE generation SET http = 1"), SQLite::Exception);
    EXPECT_THROW(tamper(state_, "DELETE FROM generation"), SQLite::Exception);
}

TEST_F(StateHistory, ChangedEventIsFoundOut) {
    tamper(state_, "DROP TRIGGER event_never_changes; UPDATE event SET kind = 'managed' WHERE number = 1");

    ASSERT_EQ(faults().size(), 1U);
    EXPECT_NE(faults()[0].find("event 1"), std::string::npos);
}

TEST_F(StateHistory, RemovedEventIsFoundOut) {
    tamper(state_, "DROP TRIGGER event_never_goes; DELETE FROM event WHERE number = 1");

    ASSERT_EQ(faults().size(), 1U);
    EXPECT_NE(faults()[0].find("event 2"), std::string::npos);
}

TEST_F(StateHistory, ChainGoesOnAfterAReopenAndARefusedChange) {
    const auto store = open_store(state_);
    EXPECT_EQ(error_of([&] {
                  Change again = intention(1, 1);
                  again.attempt->id = "another";
                  run_loop(store->commit(again));
              }).reason(),
              "attempt-open");

    run_loop(store->commit({.events = {{.kind = "key-approved"}}}));

    EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_F(StateHistory, DamagedPagesAreFaults) {
    {
        std::fstream file(state_, std::ios::in | std::ios::out | std::ios::binary);
        const auto size = std::filesystem::file_size(state_);
        for (std::uintmax_t page = 4096; page < size; page += 4096) {
            file.seekp(static_cast<std::streamoff>(page));
            file << std::string(64, '\x5a');
        }
    }

    EXPECT_FALSE(error_of_reading(state_).reason() == "no-error" && faults().empty());
}

}  // namespace
}  // namespace clientpush
