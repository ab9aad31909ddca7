#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include "contract/store/store_test.h"

namespace clientpush {
namespace {

template <typename Kind>
class StoreChanges : public StoreTest<Kind> {};
TYPED_TEST_SUITE(StoreChanges, StoreKinds);

TYPED_TEST(StoreChanges, CommittedHostComesBackWhole) {
    const RunId run = this->begin(2);
    const HostRun changed{.run = run,
                          .host = "ws-2",
                          .position = 2,
                          .site = "XYZ",
                          .wave = 3,
                          .state = HostState::reboot_pending,
                          .step = "await",
                          .reason = "exit-code-3010",
                          .detail = "wants a reboot",
                          .tries = 4,
                          .next_at = at(60),
                          .since = at(30)};

    this->commit({.host = changed});
    this->reopen();

    EXPECT_EQ(this->store().hosts_of(run).at(1), changed);
    EXPECT_EQ(this->store().hosts_of(run).at(0).state, HostState::queued);
}

TYPED_TEST(StoreChanges, CommittedAttemptComesBackWhole) {
    const RunId run = this->begin(1);
    Attempt attempt{.id = attempt_id(1),
                    .run = run,
                    .host = "ws-1",
                    .fence = 3,
                    .method = "switch",
                    .package = std::string(64, 'a'),
                    .site = "ABC",
                    .generation = 2,
                    .http = 8080,
                    .https = 65535,
                    .state = AttemptState::started,
                    .intended_at = at(1)};
    this->commit({.attempt = attempt});

    attempt.state = AttemptState::finished;
    attempt.exit_code = -5;
    attempt.ended_at = at(2);
    attempt.output = "line 1\nline 2 \xE2\x82\xAC";
    this->commit({.attempt = attempt});
    this->reopen();

    ASSERT_EQ(this->store().attempts_of(run).size(), 1U);
    EXPECT_EQ(this->store().attempts_of(run)[0], attempt);
}

TYPED_TEST(StoreChanges, SecondOpenAttemptOnAHostIsRefused) {
    const RunId run = this->begin(2);
    Attempt first = intended(run, "ws-1", 1);
    this->commit({.attempt = first});

    for (const AttemptState state : {AttemptState::intended, AttemptState::started}) {
        first.state = state;
        this->commit({.attempt = first});
        EXPECT_EQ(reason_of([&] { this->commit({.attempt = intended(run, "ws-1", 2)}); }), "attempt-open");
    }

    EXPECT_EQ(this->store().attempts_on("ws-1").size(), 1U);
    EXPECT_EQ(reason_of([&] { this->commit({.attempt = intended(run, "ws-2", 3)}); }), "no-error");
}

TYPED_TEST(StoreChanges, AttemptThatEndedMakesRoomForAnother) {
    const RunId run = this->begin(1);
    int number = 0;

    for (const AttemptState end :
         {AttemptState::finished, AttemptState::never_began, AttemptState::interrupted}) {
        Attempt attempt = intended(run, "ws-1", ++number);
        this->commit({.attempt = attempt});
        attempt.state = end;
        this->commit({.attempt = attempt});
    }

    EXPECT_EQ(this->store().attempts_of(run).size(), 3U);
}

TYPED_TEST(StoreChanges, RefusedChangeLeavesNothingOfItself) {
    const RunId run = this->begin(1);
    this->commit({.attempt = intended(run, "ws-1", 1), .events = {{.run = run, .kind = "intended"}}});
    HostRun host = this->store().hosts_of(run).at(0);
    host.state = HostState::running;

    const Change refused{.host = host,
                         .attempt = intended(run, "ws-1", 2),
                         .record = HostRecord{.host = "ws-1"},
                         .events = {{.run = run, .kind = "intended"}}};
    EXPECT_EQ(reason_of([&] { this->commit(refused); }), "attempt-open");

    EXPECT_EQ(this->store().hosts_of(run).at(0).state, HostState::queued);
    EXPECT_FALSE(this->store().host_record("ws-1"));
    EXPECT_EQ(this->store().events(run).size(), 1U);
}

TYPED_TEST(StoreChanges, RefusedChangeDoesNoHarmToItsNeighbours) {
    const RunId run = this->begin(3);
    this->commit({.attempt = intended(run, "ws-2", 1)});
    std::vector<std::string> reasons(3);
    const auto commit_one = [](Store& store, Change change, std::string& reason) -> asio::awaitable<void> {
        try {
            co_await store.commit(std::move(change));  // NOLINT(bugprone-use-after-move): of one frame each
        } catch (const Error& e) {
            reason = e.reason();
        }
    };

    for (int i = 0; i < 3; ++i) {
        const std::string host = "ws-" + std::to_string(i + 1);
        const Change change{.attempt = intended(run, host, 10 + i), .events = {{.run = run, .host = host}}};
        asio::co_spawn(this->loop_, commit_one(this->store(), change, reasons[static_cast<std::size_t>(i)]),
                       [](std::exception_ptr) {});
    }
    this->run_all();
    this->reopen();

    EXPECT_EQ(reasons, (std::vector<std::string>{"", "attempt-open", ""}));
    EXPECT_EQ(this->store().attempts_of(run).size(), 3U);
    const std::vector<Event> events = this->store().events(run);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].host, "ws-1");
    EXPECT_EQ(events[1].host, "ws-3");
}

TYPED_TEST(StoreChanges, ChangeOfAnUnknownRunIsRefused) {
    this->begin(1);
    HostRun stranger = queued("ws-1", 1);
    stranger.run = 99;

    EXPECT_EQ(reason_of([&] { this->commit({.host = stranger}); }), "change-refused");
    EXPECT_EQ(reason_of([&] { this->commit({.events = {{.run = 99, .kind = "x"}}}); }), "change-refused");
    EXPECT_EQ(reason_of([&] { this->commit({.attempt = intended(1, "nobody", 1)}); }), "change-refused");
}

TYPED_TEST(StoreChanges, ControllerThatLostItsClaimIntendsNothing) {
    const RunId run = this->begin(2);
    Attempt ours = intended(run, "ws-1", 1);
    ours.fence = this->store().claim_run(run);
    this->commit({.attempt = ours});
    const std::int64_t theirs = this->store().claim_run(run);

    Attempt late = intended(run, "ws-2", 2);
    late.fence = ours.fence;
    EXPECT_EQ(reason_of([&] { this->commit({.attempt = late}); }), "claim-lost");

    late.fence = theirs;
    this->commit({.attempt = late});
    EXPECT_EQ(this->store().attempts_of(run).size(), 2U);
}

TYPED_TEST(StoreChanges, NewClaimMayEndAnAttemptOfAnOlderOne) {
    const RunId run = this->begin(1);
    Attempt attempt = intended(run, "ws-1", 1);
    attempt.fence = this->store().claim_run(run);
    this->commit({.attempt = attempt});
    this->store().claim_run(run);

    attempt.state = AttemptState::never_began;
    this->commit({.attempt = attempt});

    EXPECT_EQ(this->store().attempts_on("ws-1").at(0).state, AttemptState::never_began);
}

TYPED_TEST(StoreChanges, AttemptsOnAHostComeNewestFirstAcrossRuns) {
    const RunId first = this->begin(1);
    Attempt old = intended(first, "ws-1", 5);
    old.state = AttemptState::finished;
    this->commit({.attempt = old});
    this->store().set_run_state(first, RunState::ended, "", at(9));
    const RunId second = this->begin(1);
    this->commit({.attempt = intended(second, "ws-1", 4)});

    const std::vector<Attempt> attempts = this->store().attempts_on("ws-1");

    ASSERT_EQ(attempts.size(), 2U);
    EXPECT_EQ(attempts[0].run, second);
    EXPECT_EQ(attempts[1].run, first);
    EXPECT_EQ(this->store().attempts_of(first).size(), 1U);
    EXPECT_TRUE(this->store().attempts_on("ws-2").empty());
}

TYPED_TEST(StoreChanges, NoteIsSeenByTheNextQuestion) {
    const RunId run = this->begin(1);
    HostRun host = this->store().hosts_of(run).at(0);
    host.step = "stage";

    this->store().note({.host = host});

    EXPECT_EQ(this->store().hosts_of(run).at(0).step, "stage");
}

TYPED_TEST(StoreChanges, NotesKeepTheirOrderWithCommits) {
    const RunId run = this->begin(1);
    HostRun host = this->store().hosts_of(run).at(0);
    host.step = "noted before";
    this->store().note({.host = host, .events = {{.run = run, .kind = "first"}}});
    host.step = "committed after";

    this->commit({.host = host, .events = {{.run = run, .kind = "second"}}});
    this->reopen();

    EXPECT_EQ(this->store().hosts_of(run).at(0).step, "committed after");
    ASSERT_EQ(this->store().events(run).size(), 2U);
    EXPECT_EQ(this->store().events(run)[0].kind, "first");
}

TYPED_TEST(StoreChanges, OrderlyEndKeepsNotes) {
    const RunId run = this->begin(1);
    for (int i = 0; i < 1000; ++i) this->store().note({.events = {{.run = run, .kind = "noted"}}});

    this->reopen();

    EXPECT_EQ(this->store().events(run).size(), 1000U);
}

TYPED_TEST(StoreChanges, ManyCoroutinesCommitAtOnce) {
    constexpr int count = 500;
    const RunId run = this->begin(count);
    int acknowledged = 0;

    for (int i = 1; i <= count; ++i) {
        asio::co_spawn(this->loop_,
                       this->store().commit({.attempt = intended(run, "ws-" + std::to_string(i), i)}),
                       [&](std::exception_ptr failure) { acknowledged += failure ? 0 : 1; });
    }
    this->run_all();
    this->reopen();

    EXPECT_EQ(acknowledged, count);
    EXPECT_EQ(this->store().attempts_of(run).size(), static_cast<std::size_t>(count));
}

TYPED_TEST(StoreChanges, CancelledCommitEndsOnceAndIsStillWritten) {
    const RunId run = this->begin(1);
    asio::cancellation_signal cancel;
    int ended = 0;
    asio::co_spawn(this->loop_, this->store().commit({.attempt = intended(run, "ws-1", 1)}),
                   asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr) { ++ended; }));
    asio::post(this->loop_, [&] { cancel.emit(asio::cancellation_type::terminal); });

    this->run_all();
    this->reopen();

    EXPECT_EQ(ended, 1);
    EXPECT_EQ(this->store().attempts_of(run).size(), 1U);
}

}  // namespace
}  // namespace clientpush
