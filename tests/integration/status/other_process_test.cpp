#include <atomic>
#include <thread>

#include "integration/status/state_test.h"
#include "integration/status/writer.h"

namespace clientpush {
namespace {

TEST(OtherProcess, ReaderSeesOnlyWholeChangesWhileTheOwnerWrites) {
    constexpr int hosts = 300;
    const TempDir folder;
    const RunId run = begin_run(*open_store(folder / "state.db"), hosts);
    Written written;
    std::atomic<bool> ended = false;
    std::thread owner([&] {
        written = run_writer({folder / "state.db", hosts, 3});
        ended = true;
    });

    std::size_t seen = 0;
    bool whole = true;
    bool forward = true;
    for (bool last_round = false; !last_round;) {
        last_round = ended;
        SqliteReader reader(folder / "state.db");
        const std::size_t events = reader.events(run).size();
        whole = whole && reader.attempts_of(run).size() >= events;
        forward = forward && events >= seen;
        seen = events;
    }
    owner.join();

    EXPECT_EQ(written.acknowledged.size(), static_cast<std::size_t>(hosts));
    EXPECT_TRUE(whole);
    EXPECT_TRUE(forward);
    EXPECT_EQ(seen, static_cast<std::size_t>(hosts));
}

TEST(OtherProcess, ReaderLeavesTheLogToTheWriter) {
    const TempDir folder;
    const auto store = open_store(folder / "state.db");
    begin_run(*store, 3);
    const auto log_size = std::filesystem::file_size(folder / "state.db-wal");

    { EXPECT_EQ(SqliteReader(folder / "state.db").runs().size(), 1U); }

    EXPECT_GT(log_size, 0U);
    EXPECT_EQ(std::filesystem::file_size(folder / "state.db-wal"), log_size);
}

TEST(OtherProcess, SecondOwnerIsRefused) {
    const TempDir folder;
    const auto store = open_store(folder / "state.db");

    EXPECT_EQ(error_of([&] { open_store(folder / "state.db"); }).reason(), "state-busy");
}

}  // namespace
}  // namespace clientpush
