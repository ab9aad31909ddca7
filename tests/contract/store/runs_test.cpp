#include "contract/store/store_test.h"

namespace clientpush {
namespace {

template <typename Kind>
class StoreRuns : public StoreTest<Kind> {};
TYPED_TEST_SUITE(StoreRuns, StoreKinds);

TYPED_TEST(StoreRuns, NewStateHoldsNothing) {
    Store& store = this->store();

    EXPECT_TRUE(store.runs().empty());
    EXPECT_FALSE(store.latest_run());
    EXPECT_FALSE(store.open_run());
    EXPECT_FALSE(store.run(1));
    EXPECT_TRUE(store.host_records().empty());
    EXPECT_TRUE(store.generations().empty());
    EXPECT_TRUE(store.waivers().empty());
    EXPECT_TRUE(store.events(0).empty());
}

TYPED_TEST(StoreRuns, StateIdHas128BitsAndStays) {
    const std::string id = this->store().state_id();

    this->reopen();

    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(this->store().state_id(), id);
}

TYPED_TEST(StoreRuns, RunComesBackAsItWasBegun) {
    const Run begun{.kind = "push",
                    .key = "k1",
                    .playbook = "Port change",
                    .document = R"({"waves":["1%"]})",
                    .state = RunState::open,
                    .reason = "",
                    .created_at = at(5),
                    .requested_by = "ada",
                    .generations = {{"ABC", 2}, {"XYZ", 1}}};

    const RunId id = this->store().begin_run(begun, {});
    this->reopen();

    const Run found = this->store().run(id).value();
    EXPECT_EQ(found.id, id);
    EXPECT_EQ(found.kind, begun.kind);
    EXPECT_EQ(found.key, begun.key);
    EXPECT_EQ(found.playbook, begun.playbook);
    EXPECT_EQ(found.document, begun.document);
    EXPECT_EQ(found.state, begun.state);
    EXPECT_EQ(found.created_at, begun.created_at);
    EXPECT_EQ(found.ended_at, std::nullopt);
    EXPECT_EQ(found.requested_by, begun.requested_by);
    EXPECT_EQ(found.generations, begun.generations);
}

TYPED_TEST(StoreRuns, HostsOfARunComeInInventoryOrder) {
    const RunId id = this->store().begin_run({}, {queued("zeta", 1), queued("alpha", 2), queued("mid", 3)});

    const std::vector<HostRun> hosts = this->store().hosts_of(id);

    ASSERT_EQ(hosts.size(), 3U);
    EXPECT_EQ(hosts[0].host, "zeta");
    EXPECT_EQ(hosts[1].host, "alpha");
    EXPECT_EQ(hosts[2].host, "mid");
    EXPECT_EQ(hosts[0].run, id);
    EXPECT_EQ(hosts[0].state, HostState::queued);
}

TYPED_TEST(StoreRuns, OnlyOneRunMayBeOpenPausedOrStopped) {
    Store& store = this->store();
    const RunId first = this->begin(1);

    for (const RunState state : {RunState::open, RunState::paused, RunState::stopped}) {
        store.set_run_state(first, state, "", at(1));
        EXPECT_EQ(reason_of([&] { this->begin(1); }), "run-open") << to_text(state);
    }

    EXPECT_EQ(store.runs().size(), 1U);
    EXPECT_EQ(store.open_run().value().id, first);
}

TYPED_TEST(StoreRuns, EndedRunMakesRoomForTheNext) {
    Store& store = this->store();
    const RunId first = this->begin(1);
    store.set_run_state(first, RunState::ended, "", at(9));

    const RunId second = this->begin(1);

    EXPECT_GT(second, first);
    EXPECT_EQ(store.open_run().value().id, second);
    EXPECT_EQ(store.latest_run().value().id, second);
    ASSERT_EQ(store.runs().size(), 2U);
    EXPECT_EQ(store.runs()[0].id, second);
    EXPECT_EQ(store.runs()[1].ended_at, at(9));
}

TYPED_TEST(StoreRuns, ReopenedRunHasNoEnd) {
    Store& store = this->store();
    const RunId id = this->begin(1);
    store.set_run_state(id, RunState::cancelled, "by ada", at(3));

    store.set_run_state(id, RunState::open, "", at(4));

    const Run found = store.run(id).value();
    EXPECT_EQ(found.state, RunState::open);
    EXPECT_EQ(found.reason, "");
    EXPECT_EQ(found.ended_at, std::nullopt);
}

TYPED_TEST(StoreRuns, RunIsNotReopenedBesideAnotherOpenOne) {
    Store& store = this->store();
    const RunId first = this->begin(1);
    store.set_run_state(first, RunState::ended, "", at(1));
    this->begin(1);

    const std::string reason = reason_of([&] { store.set_run_state(first, RunState::open, "", at(2)); });

    EXPECT_EQ(reason, "run-open");
    EXPECT_EQ(store.run(first).value().state, RunState::ended);
}

TYPED_TEST(StoreRuns, PauseKeepsItsReason) {
    Store& store = this->store();
    const RunId id = this->begin(1);

    store.set_run_state(id, RunState::paused, "gate: 3 of 10 failed", at(1));
    this->reopen();

    EXPECT_EQ(this->store().run(id).value().state, RunState::paused);
    EXPECT_EQ(this->store().run(id).value().reason, "gate: 3 of 10 failed");
}

TYPED_TEST(StoreRuns, UnknownRunIsNamed) {
    EXPECT_EQ(reason_of([&] { this->store().set_run_state(7, RunState::ended, "", at(1)); }),
              "run-not-found");
    EXPECT_EQ(reason_of([&] { this->store().claim_run(7); }), "run-not-found");
}

TYPED_TEST(StoreRuns, RunWithAHostTwiceIsRefusedAsAWhole) {
    Store& store = this->store();

    const std::string reason = reason_of([&] {
        store.begin_run({}, {queued("ws-1", 1), queued("ws-1", 2)});
    });

    EXPECT_EQ(reason, "change-refused");
    EXPECT_TRUE(store.runs().empty());
    EXPECT_EQ(this->begin(1), 1);
}

TYPED_TEST(StoreRuns, EveryClaimIsHigherThanAllBefore) {
    Store& store = this->store();
    const RunId first = this->begin(1);
    const std::int64_t one = store.claim_run(first);
    const std::int64_t two = store.claim_run(first);
    store.set_run_state(first, RunState::ended, "", at(1));
    const RunId second = this->begin(1);

    this->reopen();
    const std::int64_t three = this->store().claim_run(second);

    EXPECT_GT(one, 0);
    EXPECT_GT(two, one);
    EXPECT_GT(three, two);
}

}  // namespace
}  // namespace clientpush
