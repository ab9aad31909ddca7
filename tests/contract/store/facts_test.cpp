#include "contract/store/store_test.h"

namespace clientpush {
namespace {

template <typename Kind>
class StoreFacts : public StoreTest<Kind> {};
TYPED_TEST_SUITE(StoreFacts, StoreKinds);

HostRecord known_host() {
    return {.host = "ws-1",
            .site = "ABC",
            .seen = {.http = 80,
                     .https = 443,
                     .at = at(1),
                     .source = PortsSeen::Source::probe,
                     .origin = "run 3"},
            .management_point = "mp1.corp.example",
            .version = "5.00.9122",
            .healthy = true,
            .reaches = false,
            .machine_id = "4c4c4544",
            .contacted_at = at(2)};
}

TYPED_TEST(StoreFacts, HostRecordComesBackWhole) {
    this->commit({.record = known_host()});
    this->reopen();

    EXPECT_EQ(this->store().host_record("ws-1"), known_host());
    EXPECT_FALSE(this->store().host_record("ws-2"));
}

TYPED_TEST(StoreFacts, WhatIsNotKnownStaysUnknown) {
    this->commit({.record = known_host()});
    const HostRecord bare{.host = "ws-1"};

    this->commit({.record = bare});

    EXPECT_EQ(this->store().host_record("ws-1"), bare);
}

TYPED_TEST(StoreFacts, EverySourceOfPortsComesBack) {
    for (const auto source :
         {PortsSeen::Source::inventory, PortsSeen::Source::store, PortsSeen::Source::probe}) {
        HostRecord record = known_host();
        record.seen.source = source;
        this->commit({.record = record});
        EXPECT_EQ(this->store().host_record("ws-1"), record);
    }
}

TYPED_TEST(StoreFacts, HostRecordsComeByName) {
    for (const char* name : {"c", "a", "b"}) this->commit({.record = HostRecord{.host = name}});

    const std::vector<HostRecord> records = this->store().host_records();

    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0].host, "a");
    EXPECT_EQ(records[1].host, "b");
    EXPECT_EQ(records[2].host, "c");
}

TYPED_TEST(StoreFacts, FirstGenerationOfASiteIsNumberOne) {
    const SitePorts ports{.http = {8080, 80}, .https = {8443, 443}, .notification = 10124, .wake_on_lan = 7};

    const PortGeneration recorded = this->store().record_generation("ABC", ports, Website::smsweb, at(1));
    this->reopen();

    EXPECT_EQ(recorded, (PortGeneration{"ABC", 1, ports, Website::smsweb, at(1)}));
    EXPECT_EQ(this->store().generations(), std::vector{recorded});
}

TYPED_TEST(StoreFacts, SamePortsAreNoNewGeneration) {
    Store& store = this->store();
    const PortGeneration first = store.record_generation("ABC", {}, Website::standard, at(1));

    const PortGeneration again = store.record_generation("ABC", {}, Website::standard, at(2));

    EXPECT_EQ(again, first);
    EXPECT_EQ(store.generations().size(), 1U);
}

TYPED_TEST(StoreFacts, AnyDifferenceIsANewGeneration) {
    Store& store = this->store();
    SitePorts ports;
    store.record_generation("ABC", ports, Website::standard, at(1));

    ports.http.alternative = 8080;
    store.record_generation("ABC", ports, Website::standard, at(2));
    ports.notification = 10124;
    store.record_generation("ABC", ports, Website::standard, at(3));
    store.record_generation("ABC", ports, Website::smsweb, at(4));
    const PortGeneration back = store.record_generation("ABC", {}, Website::standard, at(5));

    EXPECT_EQ(back.number, 5);
    EXPECT_EQ(store.generations().size(), 5U);
}

TYPED_TEST(StoreFacts, EverySiteCountsItsOwnGenerations) {
    Store& store = this->store();
    store.record_generation("XYZ", {}, Website::standard, at(1));
    store.record_generation("ABC", {}, Website::standard, at(2));
    store.record_generation("XYZ", {.http = {8080, std::nullopt}}, Website::standard, at(3));

    const std::vector<PortGeneration> all = store.generations();

    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].site, "ABC");
    EXPECT_EQ(all[0].number, 1);
    EXPECT_EQ(all[1].site, "XYZ");
    EXPECT_EQ(all[1].number, 1);
    EXPECT_EQ(all[2].number, 2);
}

TYPED_TEST(StoreFacts, LatestWaiverOfAHostCounts) {
    Store& store = this->store();
    store.waive({"ws-2", "sold", "ada", at(1)});
    store.waive({"ws-1", "in repair", "ada", at(2)});
    store.waive({"ws-1", "scrapped", "bob", at(3)});

    this->reopen();

    const std::vector<Waiver> expected{{"ws-1", "scrapped", "bob", at(3)}, {"ws-2", "sold", "ada", at(1)}};
    EXPECT_EQ(this->store().waivers(), expected);
}

TYPED_TEST(StoreFacts, EventsAreNumberedInOrderAndKeepTheirWords) {
    const RunId run = this->begin(1);
    this->commit(
        {.events = {{.at = at(1), .run = run, .host = "ws-1", .kind = "intended", .data = R"({"a":1})"},
                    {.at = at(2), .run = run, .kind = "gate-stopped"}}});
    this->reopen();
    this->commit({.events = {{.at = at(3), .run = run, .kind = "resumed"}}});

    const std::vector<Event> events = this->store().events(run);

    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].host, "ws-1");
    EXPECT_EQ(events[0].kind, "intended");
    EXPECT_EQ(events[0].data, R"({"a":1})");
    EXPECT_EQ(events[0].at, at(1));
    EXPECT_EQ(events[0].run, run);
    EXPECT_LT(events[0].number, events[1].number);
    EXPECT_LT(events[1].number, events[2].number);
}

TYPED_TEST(StoreFacts, EventsAreReadInPages) {
    const RunId run = this->begin(1);
    for (int i = 0; i < 5; ++i) this->commit({.events = {{.run = run, .kind = std::to_string(i)}}});

    const std::vector<Event> first = this->store().events(run, 0, 2);
    ASSERT_EQ(first.size(), 2U);
    const std::vector<Event> rest = this->store().events(run, first[1].number);

    ASSERT_EQ(rest.size(), 3U);
    EXPECT_EQ(first[0].kind, "0");
    EXPECT_EQ(rest[0].kind, "2");
    EXPECT_EQ(rest[2].kind, "4");
}

TYPED_TEST(StoreFacts, EventsOfNoRunStandApart) {
    const RunId run = this->begin(1);
    this->commit({.events = {{.run = run, .kind = "of the run"}, {.kind = "key-approved"}}});

    ASSERT_EQ(this->store().events(0).size(), 1U);
    EXPECT_EQ(this->store().events(0)[0].kind, "key-approved");
    EXPECT_EQ(this->store().events(0)[0].run, 0);
    EXPECT_EQ(this->store().events(run).size(), 1U);
}

}  // namespace
}  // namespace clientpush
