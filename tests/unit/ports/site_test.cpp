#include "ports/site.h"

#include <gtest/gtest.h>

#include "unit/ports/builders.h"

namespace clientpush {
namespace {

TEST(ServingSite, IsThePrimaryItselfOrTheParentOfASecondary) {
    const Sites sites = sites_of({primary("ABC"), secondary("AB1", "ABC")});

    ASSERT_NE(serving_site(sites, "ABC"), nullptr);
    EXPECT_EQ(serving_site(sites, "ABC")->code, "ABC");
    ASSERT_NE(serving_site(sites, "AB1"), nullptr);
    EXPECT_EQ(serving_site(sites, "AB1")->code, "ABC");
}

TEST(ServingSite, IsNobodyForACasAStrangerOrASecondaryWithoutPrimary) {
    const Sites sites =
        sites_of({cas("CAS"), secondary("AB1", "GONE"), secondary("AB2", "CAS"), secondary("AB3", "AB1")});

    for (const std::string code : {"CAS", "XYZ", "AB1", "AB2", "AB3"}) {
        EXPECT_EQ(serving_site(sites, code), nullptr) << code;
    }
}

TEST(ServingSite, CodesAreTextAndNotNumbers) {
    const Sites sites = sites_of({primary("007")});

    EXPECT_NE(serving_site(sites, "007"), nullptr);
    EXPECT_EQ(serving_site(sites, "7"), nullptr);
}

TEST(Changes, NothingChangedIsAnEmptyList) {
    const Sites sites = sites_of({primary(), secondary("AB1", "ABC"), cas("CAS")});

    EXPECT_TRUE(changes(sites, sites).empty());
}

TEST(Changes, EveryValueThatDiffersIsListed) {
    const Site before = primary_on_usual_ports();
    Site after = before;
    after.ports.http = {8080, Port{80}};
    after.ports.https = {8443, Port{443}};
    after.ports.notification = 10124;
    after.ports.wake_on_lan = 7;
    after.website = Website::smsweb;

    const std::vector<SiteChange> found = changes(sites_of({before}), sites_of({after}));

    const std::vector<SiteChange> expected{{"ABC", "http", "80", "8080"},
                                           {"ABC", "http.alternative", "", "80"},
                                           {"ABC", "https", "443", "8443"},
                                           {"ABC", "https.alternative", "", "443"},
                                           {"ABC", "notification", "10123", "10124"},
                                           {"ABC", "wake_on_lan", "9", "7"},
                                           {"ABC", "website", "default", "SMSWEB"}};
    EXPECT_EQ(found, expected);
}

TEST(Changes, ARemovedAlternativeBecomesEmpty) {
    Site retired = primary();
    retired.ports.http.alternative.reset();

    const std::vector<SiteChange> found = changes(sites_of({primary()}), sites_of({retired}));

    EXPECT_EQ(found, (std::vector<SiteChange>{{"ABC", "http.alternative", "80", ""}}));
}

TEST(Changes, ASecondaryIsListedWithWhatItInherits) {
    const Sites before = sites_of({primary_on_usual_ports(), secondary("AB1", "ABC")});
    Sites after = before;
    after["ABC"].ports.http.standard = 8080;

    const std::vector<SiteChange> found = changes(before, after);

    EXPECT_EQ(found, (std::vector<SiteChange>{{"AB1", "http", "80", "8080"}, {"ABC", "http", "80", "8080"}}));
}

TEST(Changes, SitesThatOnlyOneSideHasArePassedOver) {
    EXPECT_TRUE(changes(sites_of({primary("ABC")}), sites_of({primary("XYZ")})).empty());
}

TEST(ParsePort, TakesWholeNumbersFromOneTo65535) {
    EXPECT_EQ(parse_port("1"), Port{1});
    EXPECT_EQ(parse_port("8080"), Port{8080});
    EXPECT_EQ(parse_port("65535"), Port{65535});
}

TEST(ParsePort, RefusesEverythingElse) {
    for (const std::string text :
         {"", "0", "65536", "99999999999", "-1", "+1", " 80", "80 ", "80.0", "0x50", "http"}) {
        EXPECT_EQ(parse_port(text), std::nullopt) << '"' << text << '"';
    }
}

TEST(ServicePorts, AreShownWithTheirAlternative) {
    EXPECT_EQ(to_text(ServicePorts{8080, std::nullopt}), "8080");
    EXPECT_EQ(to_text(ServicePorts{8080, Port{80}}), "8080, alternative 80");
}

}  // namespace
}  // namespace clientpush
