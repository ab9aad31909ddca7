#include "ports/client.h"

#include <gtest/gtest.h>

#include "unit/ports/builders.h"

namespace clientpush {
namespace {

using std::chrono::hours;

Time at_hour(int hour) {
    return Time{hours(hour)};
}

PortsSeen seen_at(Port http, std::optional<Time> at,
                  PortsSeen::Source source = PortsSeen::Source::inventory) {
    PortsSeen seen = seen_on(http);
    seen.at = at;
    seen.source = source;
    return seen;
}

void expect_newest(const PortsSeen& winner, const PortsSeen& loser) {
    EXPECT_EQ(newest(winner, loser), winner);
    EXPECT_EQ(newest(loser, winner), winner);
}

TEST(PortsSeen, TheNewerFactWinsWhereverItStands) {
    expect_newest(seen_at(8080, at_hour(2)), seen_at(80, at_hour(1)));
}

TEST(PortsSeen, AnUndatedFactLosesToAnOldOne) {
    expect_newest(seen_at(8080, at_hour(-1)), seen_at(80, std::nullopt, PortsSeen::Source::probe));
}

TEST(PortsSeen, ANewFactWithoutAnyPortCountsForNothing) {
    PortsSeen empty;
    empty.at = at_hour(9);

    expect_newest(seen_at(80, std::nullopt), empty);
}

TEST(PortsSeen, OfOneAgeTheOneFromNearerToTheHostWins) {
    expect_newest(seen_at(8080, at_hour(1), PortsSeen::Source::probe),
                  seen_at(80, at_hour(1), PortsSeen::Source::store));
    expect_newest(seen_at(8080, at_hour(1), PortsSeen::Source::store),
                  seen_at(80, at_hour(1), PortsSeen::Source::inventory));
    expect_newest(seen_at(8080, std::nullopt, PortsSeen::Source::store),
                  seen_at(80, std::nullopt, PortsSeen::Source::inventory));
}

TEST(PortsSeen, FactsAreKeptUpToTheLimitAndDroppedAfterIt) {
    const PortsSeen seen = seen_at(80, at_hour(1));

    EXPECT_EQ(unless_stale(seen, hours(2), at_hour(3)), seen);
    EXPECT_EQ(unless_stale(seen, hours(2), at_hour(3) + Duration(1)), PortsSeen{});
}

TEST(PortsSeen, UndatedFactsAreStaleAtOnce) {
    const PortsSeen undated = seen_at(80, std::nullopt);

    EXPECT_EQ(unless_stale(undated, hours(1000), at_hour(0)), PortsSeen{});
}

TEST(Client, AnAbsentLocationIsTakenForIntranet) {
    Client client = domain_client();
    client.location.reset();

    EXPECT_EQ(location_of(client), Location::intranet);
    EXPECT_FALSE(on_the_internet(client));
}

TEST(Client, OnlyTheTwoInternetLocationsAreOnTheInternet) {
    const auto at = [](Location location) {
        Client client = domain_client();
        client.location = location;
        return on_the_internet(client);
    };

    EXPECT_TRUE(at(Location::internet));
    EXPECT_TRUE(at(Location::internet_only));
    EXPECT_FALSE(at(Location::intranet));
    EXPECT_FALSE(at(Location::cmg));
}

TEST(Client, WordsAreThoseOfTheInventory) {
    EXPECT_EQ(to_text(Platform::windows), "windows");
    EXPECT_EQ(to_text(Platform::linux), "linux");
    EXPECT_EQ(to_text(Platform::macos), "macos");
    EXPECT_EQ(to_text(Membership::domain), "domain");
    EXPECT_EQ(to_text(Membership::workgroup), "workgroup");
    EXPECT_EQ(to_text(Location::intranet), "intranet");
    EXPECT_EQ(to_text(Location::internet), "internet");
    EXPECT_EQ(to_text(Location::internet_only), "internet-only");
    EXPECT_EQ(to_text(Location::cmg), "cmg");
    EXPECT_EQ(to_text(Protocol::http), "http");
    EXPECT_EQ(to_text(Protocol::https), "https");
}

}  // namespace
}  // namespace clientpush
