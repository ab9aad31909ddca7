#include "ports/outlook.h"

#include <gtest/gtest.h>

#include "unit/ports/builders.h"

namespace clientpush {
namespace {

void expect(const Verdict& verdict, Outlook outlook, const std::string& rule) {
    EXPECT_EQ(to_text(verdict.outlook), to_text(outlook)) << verdict.reason;
    EXPECT_EQ(verdict.rule, rule) << verdict.reason;
}

bool mentions(const Verdict& verdict, const std::string& words) {
    return verdict.reason.find(words) != std::string::npos;
}

Client over_https(Client client) {
    client.protocol = Protocol::https;
    return client;
}

Client at(Location location, Client client) {
    client.location = location;
    return client;
}

Client on(Platform platform, Client client) {
    client.platform = platform;
    return client;
}

Client of_forest(const std::string& forest) {
    Client client = domain_client();
    client.forest = forest;
    return client;
}

// Rule 1.

TEST(Outlook, CloudClientIsNotTouchedWhateverElseIsTrueOfIt) {
    const std::vector<Client> clients{at(Location::cmg, domain_client("a", seen_on(8080))),
                                      at(Location::cmg, workgroup_client()),
                                      at(Location::cmg, on(Platform::linux, domain_client()))};

    for (const Client& client : clients) {
        expect(outlook(client, primary()), Outlook::cloud, "cloud-fixed-443");
    }
}

TEST(Outlook, CloudClientNeedsNoOtherFact) {
    Client nothing_known;
    nothing_known.location = Location::cmg;

    expect(outlook(nothing_known, primary()), Outlook::cloud, "cloud-fixed-443");
}

// Rule 2.

TEST(Outlook, ClientOnTheDefaultPortStaysManagedEvenWhereItCannotReadTheDirectory) {
    const PortsSeen seen = seen_on(8080);

    for (const Client& client :
         {domain_client("a", seen), workgroup_client("b", seen),
          at(Location::internet, domain_client("c", seen)), on(Platform::macos, domain_client("d", seen))}) {
        expect(outlook(client, primary()), Outlook::managed, "port-kept");
    }
}

TEST(Outlook, OnlyThePortOfTheProtocolInUseCounts) {
    const PortsSeen http_right = seen_on(8080, 443);
    const PortsSeen https_right = seen_on(81, 8443);

    expect(outlook(workgroup_client("a", http_right), primary()), Outlook::managed, "port-kept");
    expect(outlook(workgroup_client("b", https_right), primary()), Outlook::unmanaged,
           "workgroup-cannot-read-ad");
    expect(outlook(over_https(workgroup_client("c", http_right)), primary()), Outlook::unmanaged,
           "workgroup-cannot-read-ad");
    expect(outlook(over_https(workgroup_client("d", https_right)), primary()), Outlook::managed, "port-kept");
}

TEST(Outlook, ThePortOfTheOtherServiceIsNotThePort) {
    const Client client = workgroup_client("kiosk", seen_on(8443));

    expect(outlook(client, primary()), Outlook::unmanaged, "workgroup-cannot-read-ad");
}

// Rule 3.

TEST(Outlook, ClientOnTheAlternativeIsSafeOnlyUntilThatIsRetired) {
    const Client client = workgroup_client("kiosk", seen_on(80));
    Site retired = primary();
    retired.ports.http.alternative.reset();

    expect(outlook(client, primary()), Outlook::alternative_only, "port-kept-as-alternative");
    expect(outlook(client, retired), Outlook::unmanaged, "workgroup-cannot-read-ad");
}

TEST(Outlook, AlternativeComesBeforeHealing) {
    expect(outlook(domain_client("ws", seen_on(80)), primary()), Outlook::alternative_only,
           "port-kept-as-alternative");
}

TEST(Outlook, HttpsHasAnAlternativeOfItsOwn) {
    Site site = primary();
    site.ports.https.alternative = 443;

    expect(outlook(over_https(workgroup_client("kiosk", seen_on(80, 443))), site), Outlook::alternative_only,
           "port-kept-as-alternative");
}

// Rule 4.

TEST(Outlook, ClientThatIsNotWindowsCannotLearnThePort) {
    for (const Platform platform : {Platform::linux, Platform::macos}) {
        expect(outlook(on(platform, domain_client()), primary()), Outlook::unmanaged,
               "platform-cannot-read-ad");
    }
}

TEST(Outlook, PlatformComesBeforeLocationMembershipAndForest) {
    const Client client = on(Platform::linux, at(Location::internet_only, workgroup_client()));

    expect(outlook(client, primary()), Outlook::unmanaged, "platform-cannot-read-ad");
}

// Rule 5.

TEST(Outlook, ClientOnTheInternetCannotLearnThePort) {
    expect(outlook(at(Location::internet_only, domain_client()), primary()), Outlook::unmanaged,
           "internet-only");
    expect(outlook(at(Location::internet, domain_client()), primary()), Outlook::unmanaged,
           "on-the-internet");
}

TEST(Outlook, LocationComesBeforeMembership) {
    expect(outlook(at(Location::internet, workgroup_client()), primary()), Outlook::unmanaged,
           "on-the-internet");
}

// Rule 6.

TEST(Outlook, WorkgroupClientOnARetiredPortWouldBecomeUnmanaged) {
    const Verdict verdict = outlook(workgroup_client("kiosk", seen_on(81)), primary());

    expect(verdict, Outlook::unmanaged, "workgroup-cannot-read-ad");
    EXPECT_EQ(verdict.reason,
              "last seen on HTTP 81, but ABC listens on 8080, alternative 80; a workgroup client cannot read "
              "Active "
              "Directory");
}

TEST(Outlook, WorkgroupComesBeforeForest) {
    Client client = workgroup_client();
    client.forest = "elsewhere.example";

    expect(outlook(client, primary()), Outlook::unmanaged, "workgroup-cannot-read-ad");
}

// Rule 7.

TEST(Outlook, ClientOfAForestWithoutThePublishedSiteIsLost) {
    expect(outlook(of_forest("partner.example"), primary()), Outlook::unmanaged, "forest-not-published");
}

TEST(Outlook, AForestIsNotPublishedBecauseItsParentOrChildIs) {
    expect(outlook(of_forest("example"), primary()), Outlook::unmanaged, "forest-not-published");
    expect(outlook(of_forest("emea.corp.example"), primary()), Outlook::unmanaged, "forest-not-published");
}

TEST(Outlook, SiteThatPublishesToNobodyHealsNobody) {
    Site site = primary();
    site.publishes_to.clear();

    expect(outlook(domain_client(), site), Outlook::unmanaged, "forest-not-published");
}

// Rule 8.

TEST(Outlook, ClientThatReadsTheDirectoryHealsByItself) {
    const Verdict verdict = outlook(domain_client("ws", seen_on(81)), primary());

    expect(verdict, Outlook::self_heals, "reads-ad");
    EXPECT_TRUE(mentions(verdict, "a day later")) << verdict.reason;
}

TEST(Outlook, ForestsAreComparedWithoutCase) {
    expect(outlook(of_forest("CORP.Example"), primary()), Outlook::self_heals, "reads-ad");
}

TEST(Outlook, AnyForestThatTheSiteIsPublishedToWillDo) {
    Site site = primary();
    site.publishes_to = {"corp.example", "partner.example"};

    expect(outlook(of_forest("partner.example"), site), Outlook::self_heals, "reads-ad");
}

TEST(Outlook, AnAbsentLocationIsTakenForIntranet) {
    Client client = domain_client();
    client.location.reset();

    expect(outlook(client, primary()), Outlook::self_heals, "reads-ad");
}

// The site of a client.

TEST(OutlookOfSites, ClientOfASecondaryIsJudgedByItsPrimary) {
    const Sites sites = sites_of({primary("ABC"), secondary("AB1", "ABC")});
    Client client = workgroup_client("kiosk", seen_on(8080));
    client.site = "AB1";

    expect(outlook(client, sites), Outlook::managed, "port-kept");
}

TEST(OutlookOfSites, ClientWithoutAServingSiteIsNeverSafe) {
    const Sites sites = sites_of({primary("ABC"), cas("CAS"), secondary("AB1", "GONE")});

    for (const std::string code : {"XYZ", "CAS", "AB1", "", "abc"}) {
        Client client = domain_client("ws", seen_on(8080));
        client.site = code;
        expect(outlook(client, sites), Outlook::unknown, "site-not-known");

        client.location = Location::cmg;
        expect(outlook(client, sites), Outlook::unknown, "site-not-known");
    }
}

TEST(Outlook, WordsAreThoseOfTheReports) {
    EXPECT_EQ(to_text(Outlook::managed), "managed");
    EXPECT_EQ(to_text(Outlook::alternative_only), "alternative-only");
    EXPECT_EQ(to_text(Outlook::self_heals), "self-heals");
    EXPECT_EQ(to_text(Outlook::unmanaged), "unmanaged");
    EXPECT_EQ(to_text(Outlook::cloud), "cloud");
    EXPECT_EQ(to_text(Outlook::unknown), "unknown");
}

}  // namespace
}  // namespace clientpush
