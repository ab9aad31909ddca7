#include "status/group_writer.h"

#include <future>

#include "integration/status/state_test.h"
#include "status/sqlite.h"

namespace clientpush {
namespace {

/// A writer whose first group can be held back, so that what others submit gathers behind it.
class GroupWriterTest : public ::testing::Test {
protected:
    void hold() {
        writer_.submit(
            [this](RowWriter&) {
                held_.set_value();
                release_.get_future().wait();
            },
            [](const std::optional<Error>&) {});
        held_.get_future().wait();
    }
    void release() { release_.set_value(); }

    static GroupWriter::Work append_event(const std::string& kind) {
        return [kind](RowWriter& rows) { rows.write({.events = {{.kind = kind}}}); };
    }

    std::size_t events() { return SqliteReader(state_).events(0).size(); }

    TempDir folder_;
    std::filesystem::path state_ = folder_ / "state.db";
    GroupWriter writer_{open_for_writing(state_), state_};

private:
    std::promise<void> held_;
    std::promise<void> release_;
};

TEST_F(GroupWriterTest, WhatGathersBehindABusyDiskIsOneCommit) {
    hold();
    std::promise<void> last;
    for (int i = 1; i <= 300; ++i) {
        writer_.submit(append_event("x"), [&last, i](const std::optional<Error>&) {
            if (i == 300) last.set_value();
        });
    }

    release();
    last.get_future().wait();

    EXPECT_EQ(writer_.groups(), 2U);
    EXPECT_EQ(events(), 300U);
}

TEST_F(GroupWriterTest, LoneWriteIsCommittedByItself) {
    writer_.write(append_event("a"));
    writer_.write(append_event("b"));

    EXPECT_EQ(writer_.groups(), 2U);
}

TEST_F(GroupWriterTest, NobodyIsAnsweredBeforeTheGroupIsOnDisk) {
    hold();
    std::vector<std::size_t> on_disk;
    std::promise<void> last;
    for (int i = 1; i <= 3; ++i) {
        writer_.submit(append_event("x"), [&, i](const std::optional<Error>&) {
            on_disk.push_back(events());
            if (i == 3) last.set_value();
        });
    }

    release();
    last.get_future().wait();

    EXPECT_EQ(on_disk, (std::vector<std::size_t>{3, 3, 3}));
}

TEST_F(GroupWriterTest, LazyWorkIsWrittenWithoutBeingAskedFor) {
    std::promise<void> written;
    writer_.submit_lazily([&written](RowWriter&) { written.set_value(); });

    written.get_future().wait();

    writer_.settle();
    EXPECT_EQ(writer_.groups(), 1U);
}

TEST_F(GroupWriterTest, WorkThatThrowsLeavesNothingAndHarmsNobody) {
    const GroupWriter::Work half_done = [](RowWriter& rows) {
        rows.write({.events = {{.kind = "half"}}});
        throw Error(Error::Kind::usage, "run-open", "no");
    };

    EXPECT_EQ(error_of([&] { writer_.write(half_done); }).reason(), "run-open");
    EXPECT_EQ(error_of([&] { writer_.write(append_event("whole")); }).reason(), "no-error");

    EXPECT_EQ(events(), 1U);
    EXPECT_EQ(SqliteReader(state_).faults(), std::vector<std::string>{});
}

TEST_F(GroupWriterTest, FailureOfTheDatabaseFailsTheWholeGroupAndAllThatFollows) {
    hold();
    std::promise<std::string> neighbour;
    writer_.submit(append_event("neighbour"), [&](const std::optional<Error>& failure) {
        neighbour.set_value(failure ? failure->reason() : "no-error");
    });
    writer_.submit([](RowWriter& rows) { rows.database().exec("SELECT * FROM nothing"); },
                   [](const std::optional<Error>&) {});

    release();

    EXPECT_EQ(neighbour.get_future().get(), "state-failed");
    EXPECT_EQ(error_of([&] { writer_.write(append_event("later")); }).reason(), "state-failed");
    EXPECT_EQ(error_of([&] { writer_.submit_lazily(append_event("later")); }).reason(), "state-failed");
    EXPECT_EQ(events(), 0U);
}

TEST_F(GroupWriterTest, RefusedLazyWorkStopsTheWriterBecauseNobodyElseWouldHear) {
    writer_.submit_lazily([](RowWriter& rows) { rows.write({.events = {{.run = 99, .kind = "x"}}}); });
    writer_.settle();

    EXPECT_EQ(error_of([&] { writer_.write(append_event("later")); }).reason(), "change-refused");
    EXPECT_EQ(events(), 0U);
}

TEST_F(GroupWriterTest, WorkQueuedBeforeAFailureIsNotAcknowledged) {
    hold();
    std::promise<void> failing;
    std::promise<void> go_on;
    writer_.submit(
        [&](RowWriter& rows) {
            failing.set_value();
            go_on.get_future().wait();
            rows.database().exec("SELECT * FROM nothing");
        },
        [](const std::optional<Error>&) {});
    release();
    failing.get_future().wait();
    std::promise<std::string> queued;
    writer_.submit(append_event("queued"), [&](const std::optional<Error>& failure) {
        queued.set_value(failure ? failure->reason() : "no-error");
    });

    go_on.set_value();

    EXPECT_EQ(queued.get_future().get(), "state-failed");
}

}  // namespace
}  // namespace clientpush
