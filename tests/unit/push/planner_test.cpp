#include "push/planner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "unit/ports/builders.h"

namespace clientpush {
namespace {

using namespace std::chrono_literals;

class PlannerTest : public testing::Test {
protected:
    PlannerTest() {
        inventory.sites = sites_of({primary()});
        inventory.groups["all"] = {"all", {}, {}};
    }

    void add(Client client) {
        Host host;
        host.name = client.name;
        host.client = std::move(client);
        inventory.groups["all"].hosts.push_back(inventory.hosts.size());
        inventory.hosts.push_back(std::move(host));
    }

    PlanInput input() {
        PlanInput input{inventory, std::vector<std::size_t>(inventory.hosts.size()), records, {}, {}, {}, {},
                        now};
        std::iota(input.selected.begin(), input.selected.end(), 0);
        input.before = sites_of({primary_on_usual_ports()});
        input.after = inventory.sites;
        return input;
    }

    static HostRecord record(const std::string& host, Port http, std::optional<Time> at) {
        HostRecord record;
        record.host = host;
        record.seen = seen_on(http);
        record.seen.at = at;
        record.seen.source = PortsSeen::Source::store;
        record.healthy = true;
        return record;
    }

    static std::string actions(const Plan& plan) {
        std::string all;
        for (const PlannedClient& client : plan.clients)
            all += (all.empty() ? "" : ", ") + client.name + " " + std::string(to_text(client.action));
        return all;
    }

    const Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
    Inventory inventory;
    std::vector<HostRecord> records;
};

TEST_F(PlannerTest, TheStateKnowsBetterThanAnUndatedInventory) {
    add(workgroup_client("kiosk", seen_on(80)));
    records = {record("kiosk", 8080, now - 24h)};

    const std::vector<Client> clients = known_clients(input());

    EXPECT_EQ(clients.at(0).seen.http, 8080);
    EXPECT_EQ(clients.at(0).seen.source, PortsSeen::Source::store);
    EXPECT_EQ(clients.at(0).healthy, true);
}

TEST_F(PlannerTest, ANewerInventoryKnowsBetterThanTheState) {
    PortsSeen fresh = seen_on(8080);
    fresh.at = now - 1h;
    add(workgroup_client("kiosk", fresh));
    records = {record("kiosk", 80, now - 24h)};

    EXPECT_EQ(known_clients(input()).at(0).seen.http, 8080);
}

TEST_F(PlannerTest, TheRightPortOfAClientThatIsNotManagedProvesNothing) {
    const Port kept = inventory.sites.begin()->second.ports.http.standard;
    for (const char* wrong : {"stopped", "unreached", "elsewhere"}) {
        inventory.hosts = HostList();
        add(workgroup_client("kiosk", seen_on(kept)));
        HostRecord last = record("kiosk", kept, now - 1h);
        last.contacted_at = now - 1h;
        if (wrong == std::string("stopped")) last.healthy = false;
        if (wrong == std::string("unreached")) last.reaches = false;
        if (wrong == std::string("elsewhere")) last.site = "XYZ";
        records = {last};

        const std::vector<Client> clients = known_clients(input());

        EXPECT_EQ(outlook(clients.at(0), inventory.sites).outlook, Outlook::unknown) << wrong;
    }
}

TEST_F(PlannerTest, APortSeenInTheFutureLosesToALook) {
    PortsSeen future = seen_on(8080);
    future.at = now + 24h;
    add(workgroup_client("kiosk", future));
    records = {record("kiosk", 80, now - 24h)};

    EXPECT_EQ(known_clients(input()).at(0).seen.http, 80);
}

TEST_F(PlannerTest, OldFactsAreNoneUnderALimit) {
    add(workgroup_client("old"));
    add(workgroup_client("new"));
    records = {record("old", 8080, now - 24h), record("new", 8080, now - 1h)};
    PlanInput stale = input();
    stale.stale_after = 2h;

    const std::vector<Client> clients = known_clients(stale);

    EXPECT_FALSE(clients.at(0).seen.any());
    EXPECT_TRUE(clients.at(1).seen.any());
}

TEST_F(PlannerTest, OnlyTheSelectionIsPlanned) {
    for (const char* name : {"a", "b", "c"}) add(workgroup_client(name));
    PlanInput some = input();
    some.selected = {2, 0};

    const Plan plan = plan_push(some, Playbook{});

    EXPECT_EQ(actions(plan), "c install, a install");
}

TEST_F(PlannerTest, WithoutOutlooksThoseAreMovedThatTheChangeLoses) {
    add(workgroup_client("lost"));
    add(domain_client("heals"));
    add(workgroup_client("right", seen_on(8080)));

    const Plan plan = plan_push(input(), Playbook{});

    EXPECT_EQ(actions(plan), "lost install, heals none, right none");
    EXPECT_EQ(plan.clients[0].wave, 1);
    EXPECT_FALSE(plan.clients[1].wave);
}

TEST_F(PlannerTest, APlaybookThatNamesOutlooksMovesExactlyThose) {
    add(workgroup_client("lost"));
    add(domain_client("heals"));
    Playbook playbook;
    playbook.outlooks = {Outlook::self_heals};

    const Plan plan = plan_push(input(), playbook);

    EXPECT_EQ(actions(plan), "lost none, heals install");
    EXPECT_EQ(plan.clients[0].why, "not selected by the playbook");
    EXPECT_EQ(plan.summary.by_action.at(Action::install), 1);
    EXPECT_EQ(plan.summary.by_action.at(Action::none), 1);
}

TEST_F(PlannerTest, AHealthyClientIsSwitched) {
    add(workgroup_client("kiosk"));
    records = {record("kiosk", 80, now)};
    inventory.sites.at("ABC").ports.http.alternative.reset();

    EXPECT_EQ(actions(plan_push(input(), Playbook{})), "kiosk switch");
}

TEST_F(PlannerTest, AWaivedClientIsLeftAloneAndSaysSo) {
    add(workgroup_client("dead"));
    PlanInput waived = input();
    waived.waived = {"dead"};

    const Plan plan = plan_push(waived, Playbook{});

    EXPECT_EQ(actions(plan), "dead none");
    EXPECT_EQ(plan.clients[0].why, "waived");
    EXPECT_FALSE(plan.clients[0].wave);
}

TEST_F(PlannerTest, WavesAreSharesOfThoseThatAreMoved) {
    for (int i = 0; i < 4; ++i) {
        add(domain_client("heals-" + std::to_string(i)));
        add(workgroup_client("lost-" + std::to_string(i)));
    }
    Playbook playbook;
    playbook.waves = {Share{25, 0, true}, Share{100, 0, true}};

    const Plan plan = plan_push(input(), playbook);

    std::vector<int> waves;
    for (const PlannedClient& client : plan.clients)
        if (client.wave) waves.push_back(*client.wave);
    EXPECT_EQ(waves, (std::vector<int>{1, 2, 2, 2}));
}

TEST_F(PlannerTest, AWaveMayBeAGroupWithItsChildren) {
    for (const char* name : {"a", "b", "c"}) add(workgroup_client(name));
    inventory.groups["pilot"] = {"pilot", {"lab"}, {}};
    inventory.groups["lab"] = {"lab", {}, {1}};
    Playbook playbook;
    playbook.waves = {std::string("pilot"), Share{100, 0, true}};

    const Plan plan = plan_push(input(), playbook);

    EXPECT_EQ(plan.clients[0].wave, 2);
    EXPECT_EQ(plan.clients[1].wave, 1);
    EXPECT_EQ(plan.clients[2].wave, 2);
}

TEST_F(PlannerTest, SitesAsLastPushedHaveThePortsOfTheirLatestGeneration) {
    PortGeneration first{"ABC", 1, {}, Website::smsweb, now};
    PortGeneration second{"ABC", 2, {}, Website::standard, now};
    second.ports.http.standard = 8081;
    const PortGeneration gone{"OLD", 1, {}, Website::standard, now};
    const Sites sites = sites_of({primary("ABC"), primary("NEW")});

    const Sites last = as_last_pushed(sites, {first, second, gone});

    EXPECT_EQ(last.at("ABC").ports, second.ports);
    EXPECT_EQ(last.at("ABC").website, Website::standard);
    EXPECT_EQ(last.at("NEW"), sites.at("NEW"));
    EXPECT_EQ(last.size(), 2U);
}

TEST_F(PlannerTest, ClientsAreWorkedOutWhenTheyAreAskedFor) {
    add(workgroup_client("kiosk", seen_on(80)));
    add(workgroup_client("kept", seen_on(8080)));
    add(domain_client("ws"));
    const Plan plan = plan_push(input(), Playbook{});
    const std::vector<PlannedClient> all = plan.clients.all();

    ASSERT_EQ(all.size(), plan.clients.size());
    int clients = 0;
    for (std::size_t i = all.size(); i-- > 0; ++clients) {
        EXPECT_EQ(plan.clients[i].name, all[i].name);
        EXPECT_EQ(plan.clients[i].verdict, all[i].verdict);
        EXPECT_EQ(plan.clients[i].wave, all[i].wave);
    }
    EXPECT_EQ(plan.summary.clients(), clients);
}

TEST_F(PlannerTest, ABarePushCountsWhomItOnlyLooksAt) {
    Client kept = workgroup_client("kept", seen_on(8080));
    kept.has_address = true;
    add(kept);
    Playbook bare;
    bare.methods.everyone = true;
    const Plan plan = plan_push(input(), bare);

    const auto looked = std::ranges::count_if(plan.clients.all(), [](const PlannedClient& client) {
        return client.wave && client.action == Action::none;
    });

    EXPECT_EQ(looked, 1);
    EXPECT_EQ(plan.summary.looked_at, 1);
}

}  // namespace
}  // namespace clientpush
