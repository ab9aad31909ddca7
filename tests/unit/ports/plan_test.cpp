#include "ports/plan.h"

#include <gtest/gtest.h>

#include "unit/ports/builders.h"

namespace clientpush {
namespace {

const Sites before = sites_of({primary_on_usual_ports("ABC"), secondary("AB1", "ABC")});

/// HTTP moves to 8080 and 80 goes; HTTPS stays.
Sites after_the_move() {
    Sites after = before;
    after["ABC"].ports.http = {8080, std::nullopt};
    return after;
}

Client assigned_to(const std::string& site, Client client) {
    client.site = site;
    return client;
}

Client located(std::optional<Location> location, Client client) {
    client.location = location;
    return client;
}

TEST(PlanChange, JudgesEveryClientAgainstTheSitesAfterTheChangeInInventoryOrder) {
    const std::vector<Client> clients{workgroup_client("z-kiosk", seen_on(80)),
                                      domain_client("a-ws", seen_on(80)),
                                      workgroup_client("m-new", seen_on(8080))};

    const Plan plan = plan_change(clients, before, after_the_move(), Methods{});

    ASSERT_EQ(plan.clients.size(), 3u);
    EXPECT_EQ(plan.clients[0].name, "z-kiosk");
    EXPECT_EQ(plan.clients[0].verdict.rule, "workgroup-cannot-read-ad");
    EXPECT_EQ(plan.clients[0].action, Action::install);
    EXPECT_EQ(plan.clients[1].name, "a-ws");
    EXPECT_EQ(plan.clients[1].verdict.rule, "reads-ad");
    EXPECT_EQ(plan.clients[1].action, Action::none);
    EXPECT_EQ(plan.clients[2].name, "m-new");
    EXPECT_EQ(plan.clients[2].verdict.rule, "port-kept");
}

TEST(PlanChange, BeforeSaysOnlyWhatChanges) {
    const std::vector<Client> clients{workgroup_client("kiosk", seen_on(80))};
    const Sites after = after_the_move();

    const Plan changed = plan_change(clients, before, after, Methods{});
    const Plan unchanged = plan_change(clients, after, after, Methods{});

    EXPECT_EQ(changed.site_changes,
              (std::vector<SiteChange>{{"AB1", "http", "80", "8080"}, {"ABC", "http", "80", "8080"}}));
    EXPECT_TRUE(unchanged.site_changes.empty());
    EXPECT_EQ(changed.clients[0].verdict, unchanged.clients[0].verdict);
}

TEST(PlanChange, CountsOutlooksActionsAndAssumptions) {
    const std::vector<Client> clients{workgroup_client("kiosk-1", seen_on(80)),
                                      located(std::nullopt, workgroup_client("kiosk-2", seen_on(80))),
                                      located(std::nullopt, domain_client("ws-1", seen_on(80))),
                                      located(Location::cmg, domain_client("tablet"))};

    const Plan plan = plan_change(clients, before, after_the_move(), Methods{});

    EXPECT_EQ(plan.summary.count(Outlook::unmanaged), 2);
    EXPECT_EQ(plan.summary.count(Outlook::self_heals), 1);
    EXPECT_EQ(plan.summary.count(Outlook::cloud), 1);
    EXPECT_EQ(plan.summary.count(Outlook::managed), 0);
    EXPECT_EQ(plan.summary.by_action.at(Action::install), 2);
    EXPECT_EQ(plan.summary.by_action.at(Action::none), 2);
    EXPECT_EQ(plan.summary.assumed_intranet, 2);
}

TEST(PlanChange, KeepsTheFactsOfTheVerdictAndDealsNoWaves) {
    PortsSeen seen = seen_on(80);
    seen.origin = "lab.yml:14:9";

    const Plan plan = plan_change({workgroup_client("kiosk", seen)}, before, after_the_move(), Methods{});

    ASSERT_EQ(plan.clients.size(), 1u);
    EXPECT_EQ(plan.clients[0].facts, seen);
    EXPECT_EQ(plan.clients[0].wave, std::nullopt);
}

TEST(PlanChange, AClientOfASecondaryIsPlannedForItsPrimary) {
    const Plan plan = plan_change({assigned_to("AB1", workgroup_client("kiosk", seen_on(80)))}, before,
                                  after_the_move(), Methods{});

    ASSERT_EQ(plan.clients.size(), 1u);
    EXPECT_EQ(plan.clients[0].site, "ABC");
    EXPECT_EQ(plan.clients[0].verdict.rule, "workgroup-cannot-read-ad");
}

TEST(PlanChange, AClientWhoseSiteIsNotThereIsUnknownAndGetsNothing) {
    const Plan plan = plan_change({assigned_to("XYZ", domain_client())}, before, after_the_move(), Methods{});

    ASSERT_EQ(plan.clients.size(), 1u);
    EXPECT_EQ(plan.clients[0].site, "XYZ");
    EXPECT_EQ(plan.clients[0].verdict.outlook, Outlook::unknown);
    EXPECT_EQ(plan.clients[0].action, Action::none);
}

TEST(PlanChange, OfNoClientsIsEmpty) {
    const Plan plan = plan_change({}, before, before, Methods{});

    EXPECT_TRUE(plan.clients.empty());
    EXPECT_TRUE(plan.warnings.empty());
    EXPECT_TRUE(plan.summary.by_outlook.empty());
}

// Warnings.

using Warnings = std::vector<std::string>;

TEST(PlanWarnings, OrdinaryChangeHasNone) {
    EXPECT_EQ(plan_change({domain_client()}, before, after_the_move(), Methods{}).warnings, Warnings{});
}

TEST(PlanWarnings, PrimariesThatDifferAfterTheChangeAreARoamingWarning) {
    const Sites two = sites_of({primary_on_usual_ports("ABC"), primary_on_usual_ports("XYZ")});
    Sites after = two;
    after["XYZ"].ports.http.standard = 8080;

    EXPECT_EQ(
        warnings_about({}, two, after),
        Warnings{
            "primary sites differ: ABC (HTTP 80; HTTPS 443; website default), XYZ (HTTP 8080; HTTPS 443; "
            "website default); a client that roams from one to another may not reach it"});
    EXPECT_EQ(warnings_about({}, after, two), Warnings{});
}

TEST(PlanWarnings, ASwitchOfTheWebsiteIsAnnouncedAsTheOutageThatItIs) {
    Sites after = before;
    after["ABC"].website = Website::smsweb;

    const Warnings there = warnings_about({}, before, after);
    const Warnings back = warnings_about({}, after, before);

    ASSERT_EQ(there.size(), 1u);
    EXPECT_TRUE(there[0].starts_with(
        "ABC, AB1 moves from the default website to the SMSWEB one: plan this as an outage"))
        << there[0];
    ASSERT_EQ(back.size(), 1u);
    EXPECT_TRUE(back[0].starts_with("ABC, AB1 moves from the SMSWEB website to the default one")) << back[0];
    EXPECT_EQ(warnings_about({}, after, after), Warnings{});
}

TEST(PlanWarnings, HttpsLeaving443IsTroubleForClientsOnTheInternet) {
    Sites after = before;
    after["ABC"].ports.https.standard = 8443;
    const Client inside = domain_client("ws-1");
    const Client outside = located(Location::internet, domain_client("laptop-1"));
    const Client always_outside =
        assigned_to("AB1", located(Location::internet_only, domain_client("laptop-2")));

    const Warnings warnings = warnings_about({inside, outside}, before, after);

    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_EQ(
        warnings[0],
        "HTTPS of ABC leaves 443 for 8443: firewalls on the way of 1 client (laptop-1) on the internet may "
        "block it; open them first");
    EXPECT_EQ(warnings_about({always_outside}, before, after).size(), 2u);
    EXPECT_EQ(warnings_about({inside}, before, after), Warnings{});
    EXPECT_EQ(warnings_about({outside}, after, after), Warnings{});
    EXPECT_EQ(warnings_about({outside}, after, before), Warnings{});
}

TEST(PlanWarnings, ClientsOfASecondaryAreNamedOncePerSecondary) {
    const std::vector<Client> clients{assigned_to("AB1", domain_client("ws-1")), domain_client("ws-2"),
                                      assigned_to("AB1", domain_client("ws-3"))};

    EXPECT_EQ(
        warnings_about(clients, before, before),
        Warnings{"2 clients (ws-[1,3]) assigned to the secondary AB1: no client belongs to a secondary; the "
                 "ports and the site code of ABC are used"});
}

}  // namespace
}  // namespace clientpush
