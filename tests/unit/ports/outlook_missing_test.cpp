#include <gtest/gtest.h>

#include "ports/outlook.h"
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

Client at(Location location, Client client) {
    client.location = location;
    return client;
}

Client on(Platform platform, Client client) {
    client.platform = platform;
    return client;
}

TEST(OutlookMissing, AClientOfWhichNothingIsKnownIsUnknownAndEveryMissingFactIsNamed) {
    const Verdict verdict = outlook(Client{}, primary());

    expect(verdict, Outlook::unknown, "seen-port-not-known");
    for (const std::string fact :
         {"the protocol", "HTTP port", "HTTPS port", "platform", "membership", "forest"}) {
        EXPECT_TRUE(mentions(verdict, fact)) << fact << " in: " << verdict.reason;
    }
}

TEST(OutlookMissing, WithoutAPortTheRulesThatLoseAClientMakeItUnknown) {
    const PortsSeen none;

    for (const Client& client :
         {on(Platform::linux, domain_client("a", none)),
          at(Location::internet_only, domain_client("b", none)),
          at(Location::internet, domain_client("c", none)), workgroup_client("d", none)}) {
        expect(outlook(client, primary()), Outlook::unknown, "seen-port-not-known");
    }
    Client elsewhere = domain_client("e", none);
    elsewhere.forest = "partner.example";
    expect(outlook(elsewhere, primary()), Outlook::unknown, "seen-port-not-known");
}

TEST(OutlookMissing, WithoutAPortAReaderOfTheDirectoryStillHeals) {
    expect(outlook(domain_client("ws", PortsSeen{}), primary()), Outlook::self_heals, "reads-ad");
}

TEST(OutlookMissing, ThePortOfTheOtherProtocolIsNoPort) {
    const Client client = workgroup_client("kiosk", seen_on(std::nullopt, 8443));

    expect(outlook(client, primary()), Outlook::unknown, "seen-port-not-known");
}

TEST(OutlookMissing, WithoutAPortTheReasonStillSaysWhyTheClientWouldNotLearnIt) {
    const Verdict verdict = outlook(workgroup_client("kiosk", PortsSeen{}), primary());

    EXPECT_EQ(
        verdict.reason,
        "a workgroup client cannot read Active Directory; not known: the HTTP port that it was last seen on");
}

TEST(OutlookMissing, WithoutProtocolBothAreTried) {
    const auto without_protocol = [](PortsSeen seen) {
        Client client = workgroup_client("kiosk", std::move(seen));
        client.protocol.reset();
        return outlook(client, primary());
    };

    expect(without_protocol(seen_on(8080, 8443)), Outlook::managed, "port-kept");
    expect(without_protocol(seen_on(81, 444)), Outlook::unmanaged, "workgroup-cannot-read-ad");
    expect(without_protocol(seen_on(8080, 444)), Outlook::unknown, "protocol-not-known");
    expect(without_protocol(seen_on(81, 8443)), Outlook::unknown, "protocol-not-known");
    expect(without_protocol(seen_on(8080)), Outlook::unknown, "protocol-not-known");
    expect(without_protocol(seen_on(80, 8443)), Outlook::unknown, "protocol-not-known");
    expect(without_protocol(PortsSeen{}), Outlook::unknown, "seen-port-not-known");
}

TEST(OutlookMissing, WithoutProtocolAReaderOfTheDirectoryHealsOnlyWhenBothProtocolsDo) {
    Client client = domain_client("ws", seen_on(81, 444));
    client.protocol.reset();
    expect(outlook(client, primary()), Outlook::self_heals, "reads-ad");

    client.seen = seen_on(8080, 444);
    expect(outlook(client, primary()), Outlook::unknown, "protocol-not-known");
}

TEST(OutlookMissing, AnUnknownProtocolIsToldWithWhatEachWouldMean) {
    Client client = workgroup_client("kiosk", seen_on(8080, 444));
    client.protocol.reset();

    const Verdict verdict = outlook(client, primary());

    EXPECT_EQ(verdict.reason,
              "over HTTP it would be managed, over HTTPS unmanaged; not known: the protocol that it uses");
}

TEST(OutlookMissing, WithoutPlatformTheClientIsKnownOnlyWhereWindowsIsLostToo) {
    const auto without_platform = [](Client client) {
        client.platform.reset();
        return outlook(client, primary());
    };

    expect(without_platform(domain_client()), Outlook::unknown, "platform-not-known");
    expect(without_platform(workgroup_client()), Outlook::unmanaged, "workgroup-cannot-read-ad");
    expect(without_platform(at(Location::internet, domain_client())), Outlook::unmanaged, "on-the-internet");
    expect(without_platform(domain_client("a", seen_on(8080))), Outlook::managed, "port-kept");
}

TEST(OutlookMissing, WithoutMembershipTheClientIsKnownOnlyWhereADomainWouldNotHelp) {
    Client client = domain_client();
    client.membership.reset();
    expect(outlook(client, primary()), Outlook::unknown, "membership-not-known");

    client.forest = "partner.example";
    expect(outlook(client, primary()), Outlook::unmanaged, "forest-not-published");
}

TEST(OutlookMissing, WithoutForestTheClientIsKnownOnlyWhereNoForestIsPublishedTo) {
    Client client = domain_client();
    client.forest.reset();
    Site unpublished = primary();
    unpublished.publishes_to.clear();

    expect(outlook(client, primary()), Outlook::unknown, "forest-not-known");
    expect(outlook(client, unpublished), Outlook::unmanaged, "forest-not-published");
}

TEST(OutlookMissing, AFactThatCannotMatterIsNotNamed) {
    Client client = workgroup_client();
    client.protocol.reset();
    client.membership.reset();
    client.seen = seen_on(81, 444);

    const Verdict verdict = outlook(client, primary());

    expect(verdict, Outlook::unknown, "membership-not-known");
    EXPECT_FALSE(mentions(verdict, "protocol")) << verdict.reason;
    EXPECT_TRUE(mentions(verdict, "membership") && mentions(verdict, "forest")) << verdict.reason;
}

}  // namespace
}  // namespace clientpush
