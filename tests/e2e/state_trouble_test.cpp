// The controller dies, or its disk does, at any write of a whole push.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "e2e/desk.h"
#include "support/strace.h"

namespace clientpush {
namespace {

const std::vector<std::string> hosts{"h1", "h2", "h3"};

class PushWhoseState : public testing::Test {
protected:
    void SetUp() override {
        if (!can_trace()) GTEST_SKIP() << "strace cannot trace here";
    }

    /// The site has another port from now on, so that each host needs a push once more.
    void move_port() {
        const std::string from = on_8080_ ? "8080" : "80";
        on_8080_ = !on_8080_;
        const std::string to = on_8080_ ? "8080" : "80";
        desk.replace("inventory/clients.yml", "http: {default: " + from + "}", "http: {default: " + to + "}");
        ++moves_;
    }

    /// What an undisturbed push writes and syncs.
    std::vector<TracedCall> calls_of_push() {
        desk.under(strace_to(desk / "calls"));
        const Output push = desk.run({"push", "-q"});
        EXPECT_EQ(push.status, 0) << push.err;
        ++moves_;
        move_port();
        return calls_of_busiest(desk / "calls");
    }

    Output push_under(std::vector<std::string> words) {
        desk.under(std::move(words));
        Output push = desk.run({"push"});
        desk.under({});
        return push;
    }

    /// The same push again brings every host to its end, and each has had one start for each move of the
    /// port.
    void expect_next_push_ends_well() {
        const Output next = desk.run({"push"});

        EXPECT_EQ(next.status, 0) << next.out << next.err;
        const auto states = desk.states();
        for (const std::string& host : hosts) {
            EXPECT_EQ(states.at(host).substr(0, 7), "managed") << host << " " << states.at(host);
            EXPECT_EQ(fleet.starts(host), moves_) << host;
            EXPECT_EQ(desk.attempts(host), moves_) << host;
        }
    }

    Fleet fleet{hosts, {{80, 443, 8080}, "root"}};
    Desk desk{fleet, hosts};

private:
    bool on_8080_ = false;
    int moves_ = 0;
};

TEST_F(PushWhoseState, DiesInAnyWriteGoesOnAndStartsNothingTwice) {
    const std::vector<TracedCall> calls = calls_of_push();
    ASSERT_GE(calls.size(), 20U);
    const bool all = std::getenv("CLIENTPUSH_DEEP") != nullptr;
    const std::vector<TracedCall> moments = all ? calls : spread(calls, 8);
    std::size_t killed = 0;

    for (const TracedCall& call : moments) {
        SCOPED_TRACE("killed at " + call.name + " " + std::to_string(call.number));

        if (push_under(strace_killing_at(call)).status == 128 + SIGKILL) ++killed;

        expect_next_push_ends_well();
        if (HasFailure()) break;
        move_port();
    }

    EXPECT_GE(killed, moments.size() / 2) << "a push may have less to write than the one before";
}

TEST_F(PushWhoseState, HasNoSpaceAnyMoreStopsSaysWhereAndGoesOnOnceThereIs) {
    std::vector<TracedCall> writes;
    for (const TracedCall& call : calls_of_push())
        if (call.name == "pwrite64") writes.push_back(call);

    for (const TracedCall& call : spread(writes, 3)) {
        SCOPED_TRACE("no space from write " + std::to_string(call.number));

        const Output push = push_under(strace_failing_from(call, "ENOSPC"));

        EXPECT_EQ(push.status, 1) << push.out;
        EXPECT_NE(push.err.find((desk / "state/state.db").string()), std::string::npos) << push.err;
        EXPECT_NE(push.err.find("to fix it: "), std::string::npos) << push.err;
        expect_next_push_ends_well();
        move_port();
    }
}

TEST_F(PushWhoseState, CannotBeSyncedStopsAtOnceAndGoesOnOnceItCan) {
    std::vector<TracedCall> syncs;
    for (const TracedCall& call : calls_of_push())
        if (call.name == "fdatasync") syncs.push_back(call);

    for (const TracedCall& call : spread(syncs, 3)) {
        SCOPED_TRACE("failed from sync " + std::to_string(call.number));

        const Output push = push_under(strace_failing_from(call, "EIO"));

        EXPECT_EQ(push.status, 1) << push.out;
        EXPECT_NE(push.err.find((desk / "state/state.db").string()), std::string::npos) << push.err;
        expect_next_push_ends_well();
        move_port();
    }
}

}  // namespace
}  // namespace clientpush
