#include "push/gate.h"

#include <gtest/gtest.h>

namespace clientpush {
namespace {

Share percent(double value) {
    return {value, 0, true};
}

Share number(int value) {
    return {0, value, false};
}

Tally tally(int started, int failed, int unreachable = 0, int unverified = 0) {
    return {started, failed, unreachable, unverified};
}

GateSpec failed(Share share) {
    GateSpec gate;
    gate.failed = share;
    return gate;
}

const Tally calm = tally(100, 0);

TEST(Gate, WithoutLimitsNothingTrips) {
    EXPECT_FALSE(judge_gate(GateSpec{}, tally(1, 1, 1, 1), tally(1, 1, 1, 1)));
}

TEST(Gate, ASharesLimitTripsOnlyWhenItIsExceeded) {
    EXPECT_FALSE(judge_gate(failed(percent(5)), tally(20, 1), calm));
    EXPECT_TRUE(judge_gate(failed(percent(5)), tally(19, 1), calm));
    EXPECT_FALSE(judge_gate(failed(percent(100)), tally(3, 3), calm));
}

TEST(Gate, ANumbersLimitTripsOnlyWhenItIsExceeded) {
    EXPECT_FALSE(judge_gate(failed(number(2)), tally(2, 2), calm));
    EXPECT_TRUE(judge_gate(failed(number(2)), tally(1000, 3), calm));
    EXPECT_TRUE(judge_gate(failed(number(0)), tally(1000, 1), calm));
}

TEST(Gate, NobodyStartedTripsNoShare) {
    EXPECT_FALSE(judge_gate(failed(percent(0)), tally(0, 0), tally(0, 0)));
}

TEST(Gate, JudgesTheWaveAndTheRun) {
    EXPECT_EQ(judge_gate(failed(percent(10)), tally(10, 2), tally(100, 2)),
              "2 of 10 hosts started in this wave failed: more than 10%");
    EXPECT_EQ(judge_gate(failed(percent(10)), tally(10, 1), tally(20, 3)),
              "3 of 20 hosts started in the run failed: more than 10%");
}

TEST(Gate, EachClassHasItsOwnLimit) {
    GateSpec gate;
    gate.unreachable = number(1);
    gate.unverified = percent(50);

    EXPECT_FALSE(judge_gate(gate, tally(4, 4, 1, 2), calm));
    EXPECT_EQ(judge_gate(gate, tally(4, 0, 2, 0), calm),
              "2 of 4 hosts started in this wave are unreachable: more than 1");
    EXPECT_EQ(judge_gate(gate, tally(4, 3, 0, 3), calm),
              "3 of 4 hosts started in this wave could not be verified: more than 50%");
}

TEST(Gate, LoginsRefusedInARowTripItAlsoWithoutAPlaybook) {
    Tally run = tally(20, 9);
    run.logins_refused = 9;
    EXPECT_FALSE(judge_gate(GateSpec{}, calm, run));
    run.logins_refused = 10;
    EXPECT_EQ(judge_gate(GateSpec{}, calm, run), "10 hosts in a row refused the login: was it revoked?");

    GateSpec patient;
    patient.logins_refused = 0;
    EXPECT_FALSE(judge_gate(patient, calm, run));
}

TEST(Tally, CountsEveryStateOfClassWrongAsFailed) {
    for (const HostState state : all_states()) {
        Tally one;
        one.count(state);

        EXPECT_EQ(one.failed, class_of(state) == StateClass::wrong ? 1 : 0) << to_text(state);
        EXPECT_EQ(one.unreachable, state == HostState::unreachable ? 1 : 0) << to_text(state);
        EXPECT_EQ(one.unverified, state == HostState::unverified ? 1 : 0) << to_text(state);
    }
}

}  // namespace
}  // namespace clientpush
