#include <algorithm>

#include "integration/status/state_test.h"
#include "integration/status/writer.h"
#include "support/strace.h"

namespace clientpush {
namespace {

/// What an undisturbed writer writes and syncs.
std::vector<TracedCall> calls_of_writer(const Writing& writing, const std::filesystem::path& log) {
    run_writer(writing, strace_to(log));
    return calls_of_busiest(log);
}

Written killed_at(const TracedCall& call, const Writing& writing) {
    return run_writer(writing, strace_killing_at(call));
}

std::set<int> attempts_in(Store& store) {
    std::set<int> numbers;
    const auto run = store.open_run();
    if (!run) return numbers;
    for (const Attempt& attempt : store.attempts_of(run->id)) numbers.insert(std::stoi(attempt.id));
    return numbers;
}

void expect_kept(const Written& written, const std::filesystem::path& state) {
    const auto store = open_store(state);
    const std::set<int> found = attempts_in(*store);

    EXPECT_TRUE(
        std::includes(found.begin(), found.end(), written.acknowledged.begin(), written.acknowledged.end()))
        << "acknowledged " << written.acknowledged.size() << ", found " << found.size();
    EXPECT_TRUE(store->open_run() || !written.run);
    EXPECT_EQ(SqliteReader(state).faults(), std::vector<std::string>{});
}

class KillSweep : public ::testing::Test {
protected:
    void SetUp() override {
        if (!can_trace()) GTEST_SKIP() << "strace cannot trace here";
    }

    /// Every death on a state of its own.
    std::filesystem::path next_state() { return folder_ / ("state-" + std::to_string(++states_) + ".db"); }

    std::filesystem::path state_with_a_run(int hosts) {
        begin_run(*open_store(folder_ / "fresh.db"), hosts);
        return folder_ / "fresh.db";
    }

    std::filesystem::path next_copy(const std::filesystem::path& fresh) {
        const auto state = next_state();
        std::filesystem::copy_file(fresh, state);
        return state;
    }

    TempDir folder_;

private:
    int states_ = 0;
};

TEST_F(KillSweep, NothingAcknowledgedIsLostWhereverTheWriterDies) {
    const auto fresh = state_with_a_run(36);
    const std::vector<TracedCall> calls = calls_of_writer({next_copy(fresh), 36}, folder_ / "strace.log");
    ASSERT_GE(calls.size(), 44U);
    std::set<std::size_t> stories;

    for (const TracedCall& call : spread(calls, 44)) {
        SCOPED_TRACE("killed at " + call.name + " " + std::to_string(call.number));
        const auto state = next_copy(fresh);

        const Written written = killed_at(call, {state, 36});

        EXPECT_TRUE(written.killed);
        expect_kept(written, state);
        stories.insert(written.acknowledged.size());
    }

    EXPECT_GE(stories.size(), 20U) << "the deaths must lie all along the story";
}

TEST_F(KillSweep, GroupThatTheWriterDiesInIsNotAcknowledged) {
    const auto fresh = state_with_a_run(32);
    const std::vector<TracedCall> calls = calls_of_writer({next_copy(fresh), 32, 16}, folder_ / "strace.log");
    ASSERT_GE(calls.size(), 12U);
    int killed = 0;

    for (const TracedCall& call : spread(calls, 12)) {
        SCOPED_TRACE("killed at " + call.name + " " + std::to_string(call.number));
        const auto state = next_copy(fresh);

        const Written written = killed_at(call, {state, 32, 16});

        killed += written.killed ? 1 : 0;
        expect_kept(written, state);
    }

    EXPECT_GT(killed, 0);
}

TEST_F(KillSweep, StateWhoseMakingWasInterruptedOpensAgain) {
    const std::vector<TracedCall> calls = calls_of_writer({next_state(), 0}, folder_ / "strace.log");
    ASSERT_GE(calls.size(), 12U);

    for (const TracedCall& call : spread(calls, 12)) {
        SCOPED_TRACE("killed at " + call.name + " " + std::to_string(call.number));
        const auto state = next_state();

        const Written written = killed_at(call, {state, 0});

        EXPECT_TRUE(written.killed);
        expect_kept(written, state);
    }
}

TEST_F(KillSweep, AfterAFailedSyncNothingIsAcknowledgedAnyMore) {
    constexpr int hosts = 12;

    for (const int when : {3, 4, 5}) {
        SCOPED_TRACE("failed at sync " + std::to_string(when));
        const auto state = next_state();
        begin_run(*open_store(state), hosts);

        const Written written = run_writer({state, hosts}, strace_failing_from({"fdatasync", when}, "EIO"));

        ASSERT_FALSE(written.errors.empty());
        EXPECT_EQ(std::set<std::string>(written.errors.begin(), written.errors.end()),
                  std::set<std::string>{"state-io"});
        EXPECT_EQ(written.acknowledged.size() + written.errors.size(), static_cast<std::size_t>(hosts));
        expect_kept(written, state);
    }
}

}  // namespace
}  // namespace clientpush
