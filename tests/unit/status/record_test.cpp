#include "status/record.h"

#include <gtest/gtest.h>

#include <set>

namespace clientpush {
namespace {

TEST(HostState, EveryStateHasAWordOfItsOwnThatReadsBack) {
    std::set<std::string_view> words;

    for (const HostState state : all_states()) {
        HostState back{};
        EXPECT_TRUE(parse_state(to_text(state), back)) << to_text(state);
        EXPECT_EQ(back, state);
        words.insert(to_text(state));
    }

    EXPECT_EQ(words.size(), 14U);
    EXPECT_EQ(words.count("?"), 0U);
}

TEST(HostState, WordsOfTwoPartsHaveAHyphen) {
    EXPECT_EQ(to_text(HostState::reboot_pending), "reboot-pending");
}

TEST(HostState, OnlyProvenOrNeedlessHostsAreDone) {
    std::vector<HostState> done;
    std::vector<HostState> wrong;

    for (const HostState state : all_states()) {
        if (class_of(state) == StateClass::done) done.push_back(state);
        if (class_of(state) == StateClass::wrong) wrong.push_back(state);
    }

    EXPECT_EQ(done, (std::vector{HostState::managed, HostState::skipped, HostState::superseded}));
    EXPECT_EQ(wrong, (std::vector{HostState::failed, HostState::refused, HostState::blocked,
                                  HostState::unverified}));
}

TEST(RunState, EveryStateReadsBack) {
    for (const RunState state :
         {RunState::open, RunState::paused, RunState::stopped, RunState::cancelled, RunState::ended}) {
        RunState back{};
        EXPECT_TRUE(parse_state(to_text(state), back)) << to_text(state);
        EXPECT_EQ(back, state);
    }
}

TEST(AttemptState, EveryStateReadsBack) {
    for (const AttemptState state : {AttemptState::intended, AttemptState::started, AttemptState::finished,
                                     AttemptState::never_began, AttemptState::interrupted}) {
        AttemptState back{};
        EXPECT_TRUE(parse_state(to_text(state), back)) << to_text(state);
        EXPECT_EQ(back, state);
    }
}

TEST(States, StrangeWordIsNoState) {
    HostState host = HostState::managed;
    RunState run = RunState::ended;
    AttemptState attempt = AttemptState::finished;

    EXPECT_FALSE(parse_state("Managed", host));
    EXPECT_FALSE(parse_state("", run));
    EXPECT_FALSE(parse_state("?", attempt));

    EXPECT_EQ(host, HostState::managed);
    EXPECT_EQ(run, RunState::ended);
    EXPECT_EQ(attempt, AttemptState::finished);
}

}  // namespace
}  // namespace clientpush
