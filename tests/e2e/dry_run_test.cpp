// A dry run changes nothing, here or there.
#include <gtest/gtest.h>

#include "e2e/desk.h"

namespace clientpush {
namespace {

class DryRun : public testing::Test {
protected:
    void expect_untouched() {
        for (const char* client : {"one", "two"}) EXPECT_EQ(fleet.connections(client), 0) << client;
        EXPECT_FALSE(std::filesystem::exists(desk / "state"));
    }

    Fleet fleet{{"one", "two"}, {{80, 443}, "root"}};
    Desk desk{fleet, {"one", "two"}};
};

TEST_F(DryRun, APlanTellsWhoWouldBeLostAndTouchesNothing) {
    desk.set("one", "http_port", "80");
    desk.set("two", "http_port", "8080");

    const std::string said = desk.transcript({"plan", "--set", "ABC.http=8080"});

    expect_golden("plan.expected", said);
    expect_untouched();
}

TEST_F(DryRun, ADetailedExitCodeSaysThatAClientWouldBeUnmanagedAndOneIsUnknown) {
    desk.set("one", "http_port", "80");

    EXPECT_EQ(desk.run({"plan", "--set", "ABC.http=8080"}).status, 0);
    EXPECT_EQ(desk.run({"plan", "--set", "ABC.http=8080", "--detailed-exitcode"}).status, 6);
    EXPECT_EQ(desk.run({"plan", "--set", "ABC.http=8080", "--detailed-exitcode", "-l", "one"}).status, 2);
    EXPECT_EQ(desk.run({"plan", "-l", "one", "--detailed-exitcode"}).status, 0);
    expect_untouched();
}

TEST_F(DryRun, TriesTheSitesOfAnotherFile) {
    desk.set("one", "http_port", "80");
    desk.write("next.yml",
               "sites:\n  ABC: {kind: primary, ports: {http: {default: 8080, alternative: 80}}}\n");

    const nlohmann::json plan = desk.json({"plan", "--to", "next.yml", "-l", "one"});

    EXPECT_EQ(plan.at("clients").at(0).at("outlook"), "alternative-only");
    EXPECT_EQ(plan.at("site_changes").at(0).at("after"), "8080");
    desk.write("other.yml", "sites: {XYZ: {kind: primary}}\n");
    EXPECT_EQ(desk.run({"plan", "--to", "other.yml"}).status, 5);
    desk.write("none.yml", "clients: {hosts: {x: {}}}\n");
    EXPECT_EQ(desk.run({"plan", "--to", "none.yml"}).status, 5);
    expect_untouched();
}

TEST_F(DryRun, ExplainsARuleAndTheVerdictOnAHost) {
    desk.set("one", "http_port", "80");

    const std::string rule = desk.transcript({"plan", "--explain", "workgroup-cannot-read-ad"});
    const std::string host = desk.transcript({"plan", "--set", "ABC.http=8080", "--explain", "one"});
    const std::string wrong = desk.transcript({"plan", "--explain", "three"});

    expect_golden("explain.expected", rule + host + wrong);
    expect_untouched();
}

TEST_F(DryRun, OneValueIsSetOnlyOnce) {
    const Output twice = desk.run({"plan", "--set", "ABC.http=8080", "--set", "ABC.http=8081"});

    EXPECT_EQ(twice.status, 5);
    EXPECT_NE(twice.err.find("names ABC.http twice"), std::string::npos) << twice.err;
}

TEST_F(DryRun, PushWithCheckTouchesNothing) {
    const std::string said = desk.transcript({"push", "--check"});

    expect_golden("push_check.expected", said);
    expect_untouched();
}

}  // namespace
}  // namespace clientpush
