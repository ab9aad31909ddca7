#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "integration/status/state_test.h"

namespace clientpush {
namespace {

/// A disk of 512 KiB that only this process sees. False when we may not make one.
bool mount_tiny_disk(const std::filesystem::path& folder) {
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=512k,mode=0700") == 0;
}

TEST(DiskFull, StopsTheStoreLosesNothingAndIsOverWhenThereIsSpace) {
    const TempDir folder;
    if (!mount_tiny_disk(folder.path())) GTEST_SKIP() << "only root may mount a disk";
    std::ofstream(folder / "ballast") << std::string(std::size_t{128} * 1024, 'x');
    constexpr int hosts = 50;
    std::set<std::string> acknowledged;
    Error failure(Error::Kind::internal, "no-error", "");

    {
        const auto store = open_store(folder / "state.db");
        const RunId run = begin_run(*store, hosts);
        for (int i = 1; i <= hosts && failure.reason() == "no-error"; ++i) {
            Change change = intention(run, i);
            change.events[0].data = std::string(std::size_t{16} * 1024, 'x');
            failure = error_of([&] { run_loop(store->commit(change)); });
            if (failure.reason() == "no-error") acknowledged.insert(change.attempt->id);
        }

        EXPECT_EQ(failure.reason(), "state-disk-full");
        EXPECT_EQ(failure.kind(), Error::Kind::storage);
        EXPECT_NE(std::string(failure.what()).find((folder / "state.db").string()), std::string::npos);
        EXPECT_EQ(error_of([&] { store->note({}); }).reason(), "state-disk-full");
        EXPECT_EQ(error_of([&] { store->claim_run(run); }).reason(), "state-disk-full");
        EXPECT_EQ(store->attempts_of(run).size(), acknowledged.size());
    }
    std::filesystem::remove(folder / "ballast");
    const auto again = open_store(folder / "state.db");

    const std::vector<Attempt> found = again->attempts_of(1);
    EXPECT_GT(acknowledged.size(), 0U);
    EXPECT_EQ(found.size(), acknowledged.size());
    for (const Attempt& attempt : found) EXPECT_TRUE(acknowledged.contains(attempt.id)) << attempt.id;
    EXPECT_EQ(error_of([&] { run_loop(again->commit(intention(1, hosts))); }).reason(), "no-error");
    umount2(folder.path().c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace clientpush
