#include <gtest/gtest.h>

#include "ports/site.h"
#include "unit/ports/builders.h"

namespace clientpush {
namespace {

Sites some_sites() {
    return sites_of({primary("ABC"), primary("007"), secondary("AB1", "ABC"), cas("CAS")});
}

struct Accepted {
    std::string text;
    std::string site;
    ServicePorts http;
    ServicePorts https;
};

const std::optional<Port> none;

const std::vector<Accepted> accepted{
    Accepted{"ABC.http=8081", "ABC", {8081, Port{80}}, {8443, none}},
    Accepted{"ABC.http.default=8081", "ABC", {8081, Port{80}}, {8443, none}},
    Accepted{"ABC.https=9443", "ABC", {8080, Port{80}}, {9443, none}},
    Accepted{"ABC.https.default=9443", "ABC", {8080, Port{80}}, {9443, none}},
    Accepted{"ABC.http.alternative=8081", "ABC", {8080, Port{8081}}, {8443, none}},
    Accepted{"ABC.https.alternative=443", "ABC", {8080, Port{80}}, {8443, Port{443}}},
    Accepted{"ABC.http.alternative=", "ABC", {8080, none}, {8443, none}},
    Accepted{"ABC.https.alternative=", "ABC", {8080, Port{80}}, {8443, none}},
    Accepted{"ABC.http=1", "ABC", {1, Port{80}}, {8443, none}},
    Accepted{"ABC.http=65535", "ABC", {65535, Port{80}}, {8443, none}},
    Accepted{"007.http=81", "007", {81, Port{80}}, {8443, none}}};

TEST(ApplySet, ChangesTheNamedValueAndNoOther) {
    for (const Accepted& each : accepted) {
        Sites sites = some_sites();
        Sites wanted = sites;
        wanted[each.site].ports.http = each.http;
        wanted[each.site].ports.https = each.https;

        const auto problem = apply_set(sites, each.text);

        EXPECT_EQ(problem, std::nullopt) << each.text;
        EXPECT_EQ(sites, wanted) << each.text;
    }
}

struct Refused {
    std::string text;
    std::string words;
};

const std::string shape = "write SITE.http|https[.default|.alternative]=PORT";
const std::string range = "give a whole number from 1 to 65535";

const std::vector<Refused> refused{
    Refused{"", shape},
    Refused{"ABC", shape},
    Refused{"ABC.http", shape},
    Refused{"=80", shape},
    Refused{".http=80", shape},
    Refused{"ABC=80", shape},
    Refused{"ABC.ftp=80", shape},
    Refused{"ABC.http.third=80", shape},
    Refused{"ABC.http.=80", shape},
    Refused{"ABC.http.alternative.=80", shape},
    Refused{"ABC.HTTP=80", shape},
    Refused{"ABC.http =80", shape},
    Refused{"ABC.http=0", range},
    Refused{"ABC.http=65536", range},
    Refused{"ABC.http=", range},
    Refused{"ABC.http.default=", range},
    Refused{"ABC.http=80=81", range},
    Refused{"ABC.http.alternative=x", "or nothing to remove it"},
    Refused{"XYZ.http=80", "there is no site XYZ; the primaries of this inventory are: 007, ABC"},
    Refused{"7.http=80", "there is no site 7"},
    Refused{"abc.http=80", "there is no site abc"},
    Refused{"AB1.http=80", "AB1 inherits the ports of ABC; set those of ABC"},
    Refused{"AB1.http.alternative=", "AB1 inherits the ports of ABC; set those of ABC"},
    Refused{"CAS.http=80", "CAS is a central administration site and has no clients"}};

TEST(ApplySet, RefusesWithWordsAndChangesNothing) {
    for (const Refused& each : refused) {
        Sites sites = some_sites();

        const auto problem = apply_set(sites, each.text);

        ASSERT_NE(problem, std::nullopt) << each.text;
        EXPECT_NE(problem->find(each.words), std::string::npos) << *problem;
        EXPECT_EQ(sites, some_sites()) << each.text;
    }
}

TEST(ApplySets, TakesASwapOfDefaultAndAlternative) {
    Sites sites = some_sites();

    const auto wrong = apply_sets(sites, {"ABC.http=80", "ABC.http.alternative=8080"});

    EXPECT_TRUE(wrong.empty());
    EXPECT_EQ(sites["ABC"].ports.http, (ServicePorts{80, Port{8080}}));
}

TEST(ApplySets, TheLaterWins) {
    Sites sites = some_sites();

    const auto wrong = apply_sets(sites, {"ABC.http=81", "ABC.http=82"});

    EXPECT_TRUE(wrong.empty());
    EXPECT_EQ(sites["ABC"].ports.http.standard, 82);
}

TEST(ApplySets, RefusesPortsThatClashInTheEndAndChangesNothing) {
    Sites sites = some_sites();

    const auto wrong = apply_sets(sites, {"ABC.http=8443"});

    ASSERT_EQ(wrong.size(), 1u);
    EXPECT_EQ(
        wrong[0],
        "HTTP and HTTPS of ABC are both 8443: one port serves only one of them; give HTTPS another port");
    EXPECT_EQ(sites, some_sites());
}

TEST(ApplySets, TellsEverythingThatIsWrongAtOnceAndChangesNothing) {
    Sites sites = some_sites();

    const auto wrong =
        apply_sets(sites, {"ABC.http=81", "ABC.http=x", "XYZ.http=80", "007.https.alternative=80"});

    EXPECT_EQ(wrong.size(), 3u);
    EXPECT_EQ(sites, some_sites());
}

TEST(ApplySets, DoesNotBlameTheUserForSitesThatAreNotNamed) {
    Sites sites = some_sites();
    sites["007"].ports.http.standard = 0;

    EXPECT_TRUE(apply_sets(sites, {"ABC.http=81"}).empty());
}

}  // namespace
}  // namespace clientpush
