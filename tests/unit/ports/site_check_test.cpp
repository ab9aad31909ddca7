#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "ports/site.h"
#include "unit/ports/builders.h"

namespace clientpush {
namespace {

Site with_ports(ServicePorts http, ServicePorts https) {
    Site site;
    site.code = "ABC";
    site.ports.http = http;
    site.ports.https = https;
    return site;
}

/// "error ABC ports.https" of every finding, in order.
std::vector<std::string> summary(const std::vector<SiteFinding>& findings) {
    std::vector<std::string> lines;
    for (const SiteFinding& finding : findings) {
        lines.push_back((finding.error ? "error " : "warning ") + finding.site + " " + finding.field);
    }
    return lines;
}

using Lines = std::vector<std::string>;

struct PortCase {
    std::string name;
    ServicePorts http;
    ServicePorts https;
    Lines expected;

    /// What test lists show of it.
    friend void PrintTo(const PortCase& each, std::ostream* out) { *out << each.name; }
};

class CheckPorts : public testing::TestWithParam<PortCase> {};

TEST_P(CheckPorts, OfAPrimary) {
    const Sites sites = sites_of({with_ports(GetParam().http, GetParam().https)});

    EXPECT_EQ(summary(check(sites)), GetParam().expected);
}

const std::optional<Port> none;

INSTANTIATE_TEST_SUITE_P(
    Table, CheckPorts,
    testing::Values(
        PortCase{"usual ones are fine", {80, none}, {443, none}, {}},
        PortCase{"lowest and highest are fine", {1, Port{65535}}, {443, Port{2}}, {}},
        PortCase{"alternatives are fine", {8080, Port{80}}, {443, Port{8443}}, {}},
        PortCase{"http is https", {443, none}, {443, none}, {"error ABC ports.https"}},
        PortCase{"http alternative is its default",
                 {80, Port{80}},
                 {443, none},
                 {"error ABC ports.http.alternative"}},
        PortCase{"https alternative is its default",
                 {80, none},
                 {443, Port{443}},
                 {"error ABC ports.https.alternative"}},
        PortCase{"http alternative is https", {80, Port{443}}, {443, none}, {"error ABC ports.https"}},
        PortCase{
            "https alternative is http", {80, none}, {443, Port{80}}, {"error ABC ports.https.alternative"}},
        PortCase{"both alternatives are one",
                 {80, Port{8000}},
                 {443, Port{8000}},
                 {"error ABC ports.https.alternative"}},
        PortCase{"zero", {0, none}, {443, none}, {"error ABC ports.http"}},
        PortCase{"two zeros are two errors and no clash",
                 {0, none},
                 {0, none},
                 {"error ABC ports.http", "error ABC ports.https"}},
        PortCase{"alternative zero", {80, Port{0}}, {443, none}, {"error ABC ports.http.alternative"}},
        PortCase{"notification", {10123, none}, {443, none}, {"warning ABC ports.http"}},
        PortCase{"wsus http", {8530, none}, {443, none}, {"warning ABC ports.http"}},
        PortCase{"wsus https as alternative",
                 {80, none},
                 {443, Port{8531}},
                 {"warning ABC ports.https.alternative"}},
        PortCase{"beside wsus", {8529, Port{8532}}, {443, none}, {}},
        PortCase{"https leaves 443", {80, none}, {8443, none}, {"warning ABC ports.https"}},
        PortCase{"https leaves 443 to the alternative",
                 {80, none},
                 {8443, Port{443}},
                 {"warning ABC ports.https"}}),
    [](const auto& each) {
        std::string name = each.param.name;
        std::ranges::replace(name, ' ', '_');
        return name;
    });

TEST(CheckSites, AMovedNotificationPortIsTheOneThatClashes) {
    Site site = with_ports({10123, none}, {443, none});
    site.ports.notification = 10200;
    EXPECT_TRUE(check(sites_of({site})).empty());

    site.ports.http.standard = 10200;
    EXPECT_EQ(summary(check(sites_of({site}))), Lines{"warning ABC ports.http"});
}

TEST(CheckSites, NotificationAndWakeOnLanAreCheckedForTheirRange) {
    Site site = with_ports({80, none}, {443, none});
    site.ports.notification = 0;
    site.ports.wake_on_lan = 0;

    EXPECT_EQ(summary(check(sites_of({site}))),
              (Lines{"error ABC ports.notification", "error ABC ports.wake_on_lan"}));
}

TEST(CheckSites, ASecondaryInheritsAndIsFineWithoutPorts) {
    const Sites sites = sites_of({primary_on_usual_ports("ABC"), secondary("AB1", "ABC")});

    EXPECT_TRUE(check(sites).empty());
}

TEST(CheckSites, ASecondaryWithPortsOfItsOwnIsRefused) {
    Site own = secondary("AB1", "ABC");
    own.ports.http.standard = 8080;

    const std::vector<SiteFinding> found = check(sites_of({primary_on_usual_ports("ABC"), own}));

    ASSERT_EQ(summary(found), Lines{"error AB1 ports"});
    EXPECT_EQ(found[0].what, "AB1 inherits the ports of ABC and cannot have its own");
    EXPECT_EQ(found[0].cure, "remove the ports of AB1; set those of ABC");
}

TEST(CheckSites, ASecondaryNeedsAPrimaryAsParent) {
    for (const std::string parent : {"", "GONE", "CAS", "AB2"}) {
        const Sites sites = sites_of(
            {primary_on_usual_ports("ABC"), cas("CAS"), secondary("AB2", "ABC"), secondary("AB1", parent)});
        EXPECT_EQ(summary(check(sites)), Lines{"error AB1 parent"}) << parent;
    }
}

TEST(CheckSites, ASecondaryTakesItsWebsiteFromItsPrimary) {
    Site other = secondary("AB1", "ABC");
    other.website = Website::smsweb;
    Site on_smsweb = primary_on_usual_ports("ABC");
    on_smsweb.website = Website::smsweb;

    EXPECT_EQ(summary(check(sites_of({primary_on_usual_ports("ABC"), other}))), Lines{"error AB1 website"});
    EXPECT_TRUE(check(sites_of({on_smsweb, other})).empty());
}

TEST(CheckSites, APrimaryHasACasAsParentOrNone) {
    Site child = primary_on_usual_ports("ABC");
    child.parent = "CAS";
    EXPECT_TRUE(check(sites_of({child, cas("CAS")})).empty());

    EXPECT_EQ(summary(check(sites_of({child}))), Lines{"error ABC parent"});

    child.parent = "XYZ";
    EXPECT_EQ(summary(check(sites_of({child, primary_on_usual_ports("XYZ")}))), Lines{"error ABC parent"});
}

TEST(CheckSites, ACasHasNoParentAndNoUseForPorts) {
    Site top = cas("CAS");
    top.parent = "ABC";
    top.ports.http.standard = 8080;

    EXPECT_EQ(summary(check(sites_of({top, primary_on_usual_ports("ABC")}))),
              (Lines{"error CAS parent", "warning CAS ports"}));
}

TEST(CheckSites, PrimariesThatDifferAreOneWarningAboutRoaming) {
    Site http = primary_on_usual_ports("XYZ");
    http.ports.http.standard = 8080;
    Site website = primary_on_usual_ports("XYZ");
    website.website = Website::smsweb;

    for (const Site& odd : {http, website}) {
        const Sites sites = sites_of({primary_on_usual_ports("ABC"), primary_on_usual_ports("DEF"), odd});
        const std::vector<SiteFinding> found = check(sites);
        ASSERT_EQ(summary(found), Lines{"warning XYZ ports"});
        EXPECT_EQ(found[0].what, roaming_risk(sites));
    }
}

TEST(CheckSites, PrimariesThatDifferOnlyInWhatClientsDoNotMeetAreAlike) {
    Site quiet = primary_on_usual_ports("XYZ");
    quiet.ports.wake_on_lan = 7;
    quiet.publishes_to = {"partner.example"};

    EXPECT_EQ(roaming_risk(sites_of({primary_on_usual_ports("ABC"), quiet})), "");
}

TEST(CheckSites, EveryFindingSaysWhatAndHowToCureIt) {
    Site wrong = with_ports({0, Port{443}}, {443, Port{8530}});
    wrong.parent = "GONE";
    Site own = secondary("AB1", "GONE");
    own.ports.http.standard = 8080;

    const std::vector<SiteFinding> found = check(sites_of({wrong, own}));

    EXPECT_EQ(found.size(), 6u);
    for (const SiteFinding& finding : found) {
        EXPECT_FALSE(finding.what.empty()) << finding.field;
        EXPECT_FALSE(finding.cure.empty()) << finding.field;
    }
}

}  // namespace
}  // namespace clientpush
