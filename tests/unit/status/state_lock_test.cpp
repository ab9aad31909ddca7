#include "status/state_lock.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/errors.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

const Time noon{std::chrono::seconds(1'795'608'000)};  // 2026-11-25T12:00:00Z

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

TEST(StateLock, SecondOneIsToldWhoHasIt) {
    const TempDir folder;
    const StateLock first = StateLock::acquire(folder / "state.db", "clientpush push a.yml", noon);

    const auto second = StateLock::try_acquire(folder / "state.db", "clientpush retry", noon);

    const auto& holder = std::get<LockHolder>(second);
    EXPECT_EQ(holder.pid, getpid());
    EXPECT_EQ(holder.command, "clientpush push a.yml");
    EXPECT_EQ(holder.since, "2026-11-25T12:00:00Z");
}

TEST(StateLock, BusyStateNamesTheProcessAndTheCure) {
    const TempDir folder;
    const StateLock first = StateLock::acquire(folder / "state.db", "clientpush serve", noon);

    const Error busy = error_of([&] { StateLock::acquire(folder / "state.db", "clientpush push", noon); });

    EXPECT_EQ(busy.kind(), Error::Kind::usage);
    EXPECT_EQ(busy.reason(), "state-busy");
    EXPECT_EQ(busy.what(), "the state " + (folder / "state.db").string() +
                               " belongs to another clientpush that is running: process " +
                               std::to_string(getpid()) + " (clientpush serve), since 2026-11-25T12:00:00Z");
    EXPECT_NE(busy.cure().find("clientpush cancel"), std::string::npos);
}

TEST(StateLock, CanBeAskedForWithoutBeingTaken) {
    const TempDir folder;

    const auto before = StateLock::holder(folder / "state.db");
    const bool nothing_made = !std::filesystem::exists(folder / "state.db.lock");
    std::optional<LockHolder> during;
    {
        const StateLock held = StateLock::acquire(folder / "state.db", "clientpush push", noon);
        during = StateLock::holder(folder / "state.db");
    }
    const auto after = StateLock::holder(folder / "state.db");

    EXPECT_FALSE(before);
    EXPECT_TRUE(nothing_made);
    ASSERT_TRUE(during);
    EXPECT_EQ(during->command, "clientpush push");
    EXPECT_FALSE(after);
}

TEST(StateLock, EndsWithItsOwner) {
    const TempDir folder;
    { const StateLock first = StateLock::acquire(folder / "state.db", "one", noon); }

    const auto second = StateLock::try_acquire(folder / "state.db", "two", noon);

    EXPECT_TRUE(std::holds_alternative<StateLock>(second));
}

TEST(StateLock, EndsWithItsProcessHoweverThatDies) {
    const TempDir folder;
    const pid_t child = fork();
    if (child == 0) {
        const StateLock held = StateLock::acquire(folder / "state.db", "child", noon);
        raise(SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);

    const auto ours = StateLock::try_acquire(folder / "state.db", "parent", noon);

    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_TRUE(std::holds_alternative<StateLock>(ours));
    EXPECT_EQ(read_text(folder / "state.db.lock").find("child"), std::string::npos);
}

TEST(StateLock, HolderThatHasNotSaidItsNameYetIsStillAHolder) {
    const TempDir folder;
    const StateLock first = StateLock::acquire(folder / "state.db", "one", noon);
    std::filesystem::resize_file(folder / "state.db.lock", 0);

    const Error busy = error_of([&] { StateLock::acquire(folder / "state.db", "two", noon); });

    EXPECT_EQ(busy.reason(), "state-busy");
    EXPECT_EQ(std::string(busy.what()).find("process"), std::string::npos);
}

TEST(StateLock, CommandCannotForgeLines) {
    const TempDir folder;
    const StateLock first = StateLock::acquire(folder / "state.db", "push\n1\x1b[31m", noon);

    const auto second = StateLock::try_acquire(folder / "state.db", "two", noon);

    EXPECT_EQ(std::get<LockHolder>(second).since, "2026-11-25T12:00:00Z");
}

TEST(StateLock, MakesItsFolderAndFileForTheOwnerOnly) {
    const TempDir folder;
    const auto state = folder / "home" / "state" / "state.db";

    const StateLock lock = StateLock::acquire(state, "one", noon);

    EXPECT_EQ(lock.state(), state);
    EXPECT_EQ(mode_of(folder / "home"), 0700U);
    EXPECT_EQ(mode_of(state.parent_path()), 0700U);
    EXPECT_EQ(mode_of(state.string() + ".lock"), 0600U);
}

TEST(StateLock, FolderThatIsThereKeepsItsMode) {
    const TempDir folder;
    chmod(folder.path().c_str(), 0755);

    const StateLock lock = StateLock::acquire(folder / "state.db", "one", noon);

    EXPECT_EQ(mode_of(folder.path()), 0755U);
}

TEST(StateLock, PlaceThatCannotBeWrittenIsNamed) {
    const Error error = error_of([] { StateLock::acquire("/proc/nowhere/state.db", "one", noon); });

    EXPECT_EQ(error.reason(), "state-unwritable");
    EXPECT_NE(std::string(error.what()).find("/proc/nowhere"), std::string::npos);
    EXPECT_NE(error.cure().find("--state"), std::string::npos);
}

}  // namespace
}  // namespace clientpush
