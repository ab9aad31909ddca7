#include "ports/cutover.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "unit/ports/builders.h"

namespace clientpush {
namespace {

using Status = CutoverStep::Status;

/// ABC on 8080 with 80 as alternative, HTTPS 443; AB1 below it; XYZ on the usual ports.
Sites during_the_change() {
    Site abc = primary("ABC");
    abc.ports.https = {443, std::nullopt};
    return sites_of({abc, secondary("AB1", "ABC"), primary_on_usual_ports("XYZ"), cas("CAS")});
}

/// 80; then 80 with 8080 beside it.
const std::vector<SitePorts> history = [] {
    SitePorts first;
    SitePorts second;
    second.http.alternative = 8080;
    return std::vector<SitePorts>{first, second};
}();

/// A port that was read back at some time.
PortsSeen read_on(Port http) {
    PortsSeen seen = seen_on(http);
    seen.at = Time{};
    return seen;
}

Client of_site(const std::string& site, Client client) {
    client.site = site;
    return client;
}

Cutover judge(const std::vector<Client>& clients, const std::set<std::string>& waived = {}) {
    return judge_cutover(clients, during_the_change(), "ABC", history, waived);
}

std::vector<std::string> blockers(const Cutover& cutover) {
    std::vector<std::string> lines;
    for (const Blocker& blocker : cutover.blockers)
        lines.push_back(blocker.name + " " + blocker.verdict.rule);
    return lines;
}

using Lines = std::vector<std::string>;

TEST(Cutover, AgreesWhenEveryClientIsOnTheNewPorts) {
    Client tablet = domain_client("tablet");
    tablet.location = Location::cmg;

    const Cutover cutover =
        judge({workgroup_client("kiosk", read_on(8080)), domain_client("ws", read_on(8080)), tablet});

    EXPECT_TRUE(cutover.agreed());
    EXPECT_EQ(cutover.clear, 3);
}

TEST(Cutover, AClientThatIsSafeOnlyByTheAlternativeBlocks) {
    const Cutover cutover = judge({workgroup_client("kiosk", read_on(80))});

    EXPECT_FALSE(cutover.agreed());
    EXPECT_EQ(blockers(cutover), Lines{"kiosk workgroup-cannot-read-ad"});
}

TEST(Cutover, AClientThatShouldHealByItselfBlocksUntilItWasSeen) {
    EXPECT_EQ(blockers(judge({domain_client("ws", read_on(80))})), Lines{"ws reads-ad"});
    EXPECT_EQ(blockers(judge({domain_client("ws", PortsSeen{})})), Lines{"ws reads-ad"});
    EXPECT_TRUE(judge({domain_client("ws", read_on(8080))}).agreed());
}

TEST(Cutover, AnUnknownClientBlocks) {
    EXPECT_EQ(blockers(judge({workgroup_client("kiosk", PortsSeen{})})), Lines{"kiosk seen-port-not-known"});
}

TEST(Cutover, AClientWhoseSiteIsNotKnownBlocks) {
    EXPECT_EQ(blockers(judge({of_site("GONE", domain_client("ws", read_on(8080)))})),
              Lines{"ws site-not-known"});
}

TEST(Cutover, ClientsOfASecondaryCountAndThoseOfOtherPrimariesDoNot) {
    const Cutover cutover = judge({of_site("AB1", workgroup_client("branch", read_on(80))),
                                   of_site("XYZ", workgroup_client("other", read_on(81)))});

    EXPECT_EQ(blockers(cutover), Lines{"branch workgroup-cannot-read-ad"});
    EXPECT_EQ(cutover.clear, 0);
}

TEST(Cutover, AWaivedClientNoLongerBlocksAndIsListed) {
    const Cutover cutover = judge(
        {workgroup_client("dead", read_on(80)), workgroup_client("alive", read_on(8080))}, {"dead", "alive"});

    EXPECT_TRUE(cutover.agreed());
    EXPECT_EQ(cutover.waived, Lines{"dead"});
    EXPECT_EQ(cutover.clear, 1);
}

TEST(Cutover, ListsEachPortThatWouldBeClosedOldestFirst) {
    SitePorts ancient;
    ancient.http.standard = 81;
    ancient.https = {444, Port{443}};
    std::vector<SitePorts> longer = history;
    longer.insert(longer.begin(), ancient);

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, during_the_change(), "ABC", longer, {});

    const std::vector<SiteChange> expected{
        {"ABC", "http", "81", "8080"}, {"ABC", "https", "444", "443"}, {"ABC", "http", "80", "8080"}};
    EXPECT_EQ(cutover.retiring, expected);
}

TEST(Cutover, WithoutHistoryTheAlternativesAreWhatWouldBeClosed) {
    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, during_the_change(), "ABC", {}, {});

    EXPECT_EQ(cutover.retiring, (std::vector<SiteChange>{{"ABC", "http", "80", "8080"}}));
}

TEST(Cutover, APortThatStaysInUseForTheOtherServiceIsNotClosed) {
    SitePorts swapped;
    swapped.http.standard = 443;
    swapped.https.standard = 8080;

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, during_the_change(), "ABC", {swapped}, {});

    EXPECT_EQ(cutover.retiring, (std::vector<SiteChange>{{"ABC", "http", "80", "8080"}}));
}

TEST(Cutover, OnlyAPrimaryCanBeAskedFor) {
    const auto reason = [](const std::string& site) -> std::string {
        try {
            judge_cutover({}, during_the_change(), site, {}, {});
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), Error::Kind::usage);
            EXPECT_FALSE(error.cure().empty());
            return error.reason() + ": " + error.what();
        }
        return "nothing thrown";
    };

    EXPECT_EQ(reason("GONE"), "unknown-site: there is no site GONE");
    EXPECT_EQ(reason("AB1"), "not-a-primary: AB1 inherits the ports of ABC");
    EXPECT_EQ(reason("CAS"), "not-a-primary: CAS is a central administration site and has no clients");
    EXPECT_EQ(reason("XYZ"),
              "no-clients: no client of the inventory is assigned to XYZ, so nothing can be said of it");
}

TEST(Cutover, APortThatWasSeenLongAgoProvesNothing) {
    const std::vector<Client> clients{workgroup_client("kiosk", read_on(8080))};
    const Time later{std::chrono::hours(1)};

    const Cutover cutover = judge_cutover(clients, during_the_change(), "ABC", history, {}, later);

    EXPECT_EQ(blockers(cutover), Lines{"kiosk seen-port-not-known"});
    EXPECT_NE(cutover.blockers[0].verdict.reason.find("too long ago"), std::string::npos);
}

TEST(Cutover, WithoutAnOldPortOnRecordThereIsNothingToAgreeTo) {
    const Sites sites = sites_of({primary_on_usual_ports("ABC")});

    const Cutover cutover = judge_cutover({workgroup_client("kiosk", read_on(80))}, sites, "ABC", {}, {});

    EXPECT_TRUE(cutover.blockers.empty());
    EXPECT_FALSE(cutover.agreed());
}

TEST(Cutover, APortOfTheInventoryWithoutADateProvesNothing) {
    const Cutover cutover = judge({workgroup_client("kiosk", seen_on(8080))});

    EXPECT_EQ(blockers(cutover), Lines{"kiosk seen-port-not-known"});
    EXPECT_NE(cutover.blockers[0].verdict.reason.find("(ports_seen)"), std::string::npos);
}

// The order, and what is done of it.

std::vector<Status> statuses(const Cutover& cutover) {
    std::vector<Status> all;
    for (const CutoverStep& step : cutover.steps) all.push_back(step.status);
    return all;
}

enum Step { stock, firewalls, bindings, both, directory, push, swap, verify, close };

constexpr Status done = Status::done;
constexpr Status open = Status::open;
constexpr Status cannot_tell = Status::cannot_tell;

TEST(CutoverSteps, InTheMiddleOfAChangeWithClientsLeft) {
    const Cutover cutover =
        judge({workgroup_client("kiosk", read_on(80)), domain_client("ws", read_on(8080))});

    EXPECT_EQ(statuses(cutover), (std::vector<Status>{done, cannot_tell, cannot_tell, done, cannot_tell, open,
                                                      done, open, open}));
    EXPECT_EQ(cutover.steps[push].evidence, "still to be moved: 1 (kiosk)");
    EXPECT_EQ(cutover.steps[close].text, "Close HTTP 80");
}

TEST(CutoverSteps, WhenNothingIsInTheWayOnlyTheClosingIsLeft) {
    const Cutover cutover = judge({workgroup_client("kiosk", read_on(8080))});

    EXPECT_EQ(statuses(cutover), (std::vector<Status>{done, cannot_tell, cannot_tell, done, cannot_tell, done,
                                                      done, done, open}));
    EXPECT_EQ(cutover.steps[close].evidence, "nothing is in the way");
}

TEST(CutoverSteps, AClientThatHealsByItselfKeepsVerifyOpenAndNotThePush) {
    const Cutover cutover = judge({domain_client("ws", read_on(80))});

    EXPECT_EQ(cutover.steps[push].status, done);
    EXPECT_EQ(cutover.steps[verify].status, open);
}

TEST(CutoverSteps, AnUnknownClientKeepsTheStockTakingOpen) {
    const Cutover cutover = judge({workgroup_client("kiosk", PortsSeen{})});

    EXPECT_EQ(cutover.steps[stock].status, open);
    EXPECT_EQ(cutover.steps[stock].evidence, "clients of which too little is known: 1 (kiosk)");
}

TEST(CutoverSteps, AWaivedClientHoldsNothingOpen) {
    const Cutover cutover = judge({workgroup_client("dead", read_on(80))}, {"dead"});

    EXPECT_EQ(cutover.steps[push].status, done);
    EXPECT_EQ(cutover.steps[verify].evidence, "0 clear, 1 waived");
}

TEST(CutoverSteps, APortThatReplacedAnotherAtOneStrokeWasNeverOpenTogetherWithIt) {
    Sites sites = during_the_change();
    sites["ABC"].ports.http.alternative.reset();

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, sites, "ABC", {SitePorts{}}, {});

    EXPECT_EQ(cutover.steps[both].status, open);
    EXPECT_EQ(cutover.steps[both].evidence, "never open together with an old port: HTTP 8080");
    EXPECT_EQ(cutover.steps[swap].status, done);
    EXPECT_EQ(cutover.steps[close].status, cannot_tell);
}

TEST(CutoverSteps, AnAlternativeThatNeverWasIsNotMissedOnceEverybodyHasMoved) {
    Sites sites = during_the_change();
    sites["ABC"].ports.http.alternative.reset();

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(8080))}, sites, "ABC", {SitePorts{}}, {});

    EXPECT_EQ(cutover.steps[both].status, cannot_tell);
    EXPECT_EQ(cutover.steps[both].evidence, "passed over for HTTP 8080; nobody needs it any more");
}

TEST(CutoverSteps, HistoryShowsThatBothWereOpen) {
    Sites sites = during_the_change();
    sites["ABC"].ports.http.alternative.reset();

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, sites, "ABC", history, {});

    EXPECT_EQ(cutover.steps[both].status, done);
}

TEST(CutoverSteps, EveryServiceThatMovesMustHaveHadBothOpen) {
    Sites sites = during_the_change();
    sites["ABC"].ports.https.standard = 8443;

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, sites, "ABC", history, {});

    EXPECT_EQ(cutover.steps[both].status, open);
    EXPECT_EQ(cutover.steps[both].evidence, "never open together with an old port: HTTPS 8443");
}

TEST(CutoverSteps, OneServiceThatMovedWellDoesNotExcuseTheOther) {
    Sites sites = during_the_change();
    sites["ABC"].ports.http.alternative.reset();
    sites["ABC"].ports.https = {8443, Port{443}};

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, sites, "ABC", {SitePorts{}}, {});

    EXPECT_EQ(cutover.steps[both].status, open);
}

TEST(CutoverSteps, ANewPortThatIsOnlyTheAlternativeIsNotSwappedYet) {
    Sites sites = during_the_change();
    sites["ABC"].ports.http = {80, Port{8080}};

    const Cutover cutover =
        judge_cutover({workgroup_client("kiosk", read_on(80))}, sites, "ABC", {SitePorts{}}, {});

    EXPECT_EQ(cutover.steps[swap].status, open);
}

TEST(CutoverSteps, WithoutAnyRecordOfAChangeNothingIsClaimed) {
    const Sites sites = sites_of({primary_on_usual_ports("ABC")});

    const Cutover cutover = judge_cutover({workgroup_client("kiosk", read_on(80))}, sites, "ABC", {}, {});

    EXPECT_TRUE(cutover.retiring.empty());
    EXPECT_EQ(cutover.steps[both].status, cannot_tell);
    EXPECT_EQ(cutover.steps[swap].status, cannot_tell);
    EXPECT_EQ(cutover.steps[close].text, "Close the old ports");
}

TEST(CutoverSteps, WhatOnlyPeopleCanSeeSaysWhereToLook) {
    const Cutover cutover = judge({workgroup_client("kiosk", read_on(80))});

    for (const Step step : {firewalls, bindings, directory}) {
        EXPECT_EQ(cutover.steps[step].status, cannot_tell);
        EXPECT_NE(cutover.steps[step].evidence.find("look at"), std::string::npos)
            << cutover.steps[step].evidence;
    }
}

}  // namespace
}  // namespace clientpush
