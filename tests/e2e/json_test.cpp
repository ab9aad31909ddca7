// What other programs read: the shapes that docs/formats.md promises.
#include <gtest/gtest.h>

#include <sstream>

#include "e2e/desk.h"

namespace clientpush {
namespace {

using nlohmann::json;

std::vector<std::string> keys_of(const json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

using Keys = std::vector<std::string>;  // in alphabetical order, as nlohmann::json keeps them

const Keys keys_of_a_host{"attempts", "detail", "name",  "next_at", "ports", "reason", "seen_at",
                          "since",    "site",   "state", "step",    "tries", "wave"};

class Json : public testing::Test {
protected:
    Desk desk{{"one", "two"}};
};

TEST_F(Json, PlanHasChangesSummaryAndClients) {
    desk.set("one", "http_port", "80");

    const json plan = desk.json({"plan", "--set", "ABC.http=8080"});

    EXPECT_EQ(plan.at("site_changes"),
              json::parse(R"([{"site": "ABC", "service": "http", "before": "80", "after": "8080"}])"));
    EXPECT_EQ(plan.at("summary"), json::parse(R"({"managed": 0, "alternative-only": 0, "self-heals": 0,
        "unmanaged": 1, "cloud": 0, "unknown": 1, "assumed_intranet": 0,
        "actions": {"install": 2, "switch": 0, "bundle": 0, "none": 0}})"));
    const json& client = plan.at("clients").at(0);
    EXPECT_EQ(keys_of(client),
              (Keys{"action", "facts", "name", "outlook", "reason", "rule", "site", "wave", "why"}));
    EXPECT_EQ(client.at("name"), "one");
    EXPECT_EQ(client.at("outlook"), "unmanaged");
    EXPECT_EQ(client.at("rule"), "platform-cannot-read-ad");
    EXPECT_EQ(client.at("wave"), 1);
    EXPECT_EQ(client.at("facts").at("http"), 80);
    EXPECT_EQ(plan.at("warnings").type(), json::value_t::array);
}

TEST_F(Json, InventoryListHasHostsWithTheirGroups) {
    EXPECT_EQ(desk.json({"inventory", "list", "-l", "one"}), json::parse(R"({"hosts": [
        {"name": "one", "address": "127.0.0.1", "site": "ABC", "groups": ["clients"]}]})"));
}

TEST_F(Json, InventoryHostHasFactsAndWhereTheyWereSet) {
    const json host = desk.json({"inventory", "host", "one"});

    EXPECT_EQ(keys_of(host), (Keys{"at", "connection", "facts", "groups", "name", "vars"}));
    EXPECT_EQ(host.at("facts").at("membership"), "workgroup");
    EXPECT_EQ(host.at("facts").at("http_port"), nullptr);
    EXPECT_EQ(host.at("connection").at("port"), 1);
}

TEST_F(Json, CutoverHasBlockersAndSteps) {
    desk.set("one", "http_port", "81");

    const json cutover = desk.json({"cutover", "ABC"}, 6);

    EXPECT_EQ(keys_of(cutover), (Keys{"agreed", "blockers", "clear", "retiring", "site", "steps", "waived"}));
    EXPECT_EQ(cutover.at("agreed"), false);
    EXPECT_EQ(cutover.at("site"), "ABC");
    EXPECT_EQ(cutover.at("blockers").size(), 2U);
    EXPECT_EQ(keys_of(cutover.at("blockers").at(0)), (Keys{"name", "outlook", "reason", "rule"}));
    EXPECT_EQ(keys_of(cutover.at("steps").at(0)), (Keys{"evidence", "status", "text"}));
}

TEST_F(Json, DoctorHasChecks) {
    const json doctor = desk.json({"doctor"});

    for (const json& check : doctor.at("checks")) {
        EXPECT_EQ(keys_of(check), (Keys{"status", "subject", "text"}));
        EXPECT_TRUE(check.at("status") == "ok" || check.at("status") == "note") << check;
    }
}

TEST_F(Json, KeysScanTellsWhyAHostCouldNotBeAsked) {
    const json scan = desk.json({"keys", "scan", "-l", "one"}, 4);

    const json& host = scan.at("hosts").at(0);
    EXPECT_EQ(keys_of(host), (Keys{"error", "keys", "name"}));
    EXPECT_EQ(host.at("keys"), json::array());
    EXPECT_NE(host.at("error").get<std::string>().find("refuses connections"), std::string::npos) << host;
}

TEST_F(Json, StatusOfAnUnreachableHostHasNullForWhatIsNotKnown) {
    desk.run({"push"});

    const json status = desk.json({"status"});

    EXPECT_EQ(status.at("summary"), json::parse(R"({"unreachable": 2, "total": 2})"));
    const json& host = status.at("hosts").at(0);
    EXPECT_EQ(keys_of(host), keys_of_a_host);
    EXPECT_EQ(host.at("ports"), json::parse(R"({"http": null, "https": null})"));
    EXPECT_EQ(host.at("attempts"), 0);
    EXPECT_EQ(host.at("next_at").type(), json::value_t::string);
}

TEST_F(Json, PushPrintsTheSameShapeAsStatus) {
    const json push = desk.json({"push"}, 4);

    EXPECT_EQ(push, desk.json({"status"}));
}

TEST_F(Json, ReportOfARunIsWrittenInEveryFormat) {
    desk.run({"push"});

    EXPECT_EQ(desk.json({"report", "1"}), desk.json({"status"}));
    std::istringstream lines(desk.run({"report", "1", "-o", "ndjson"}).out);
    int hosts = 0;
    for (std::string line; std::getline(lines, line); ++hosts)
        EXPECT_EQ(keys_of(json::parse(line)), keys_of_a_host);
    EXPECT_EQ(hosts, 2);
    EXPECT_EQ(desk.run({"report", "1", "-o", "csv"}).out.find("name,site,state,step,reason"), 0U);
    EXPECT_EQ(desk.run({"report", "1", "-o", "markdown"}).out.find("| name | site | state |"), 0U);
    EXPECT_EQ(desk.run({"report", "1", "-o", "html"}).out.find("<!DOCTYPE html>"), 0U);
    EXPECT_NE(desk.run({"report"}).out.find("run 1"), std::string::npos);
}

TEST_F(Json, ReportOfThePlanIsWrittenInEveryFormatAndToAFile) {
    EXPECT_EQ(desk.json({"report", "plan"}), desk.json({"plan"}));
    EXPECT_EQ(desk.run({"report", "plan", "-o", "csv"}).out.find("name,site,outlook,rule,reason"), 0U);
    EXPECT_EQ(desk.run({"report", "plan", "-o", "markdown"}).out.find("| name | site | outlook |"), 0U);

    const Output html = desk.run({"report", "plan", "-o", "html", "--out", "plan.html"});

    EXPECT_EQ(html.status, 0) << html.err;
    EXPECT_EQ(html.out, "");
    EXPECT_TRUE(std::filesystem::exists(desk / "plan.html"));
}

TEST(JsonOfRealHosts, StatusVerifyKeysAndCutoverAgreeOnTheirPorts) {
    const Fleet fleet({"one"}, {{80, 443}, "root"});
    const Desk desk(fleet, {"one"});
    ASSERT_EQ(desk.run({"push"}).status, 0);

    const json status = desk.json({"status"});
    const json verify = desk.json({"verify"});
    const json scan = desk.json({"keys", "scan"});
    desk.replace("inventory/clients.yml", "http: {default: 80}", "http: {default: 80, alternative: 81}");
    const json cutover = desk.json({"cutover", "ABC"});

    const json ports = json::parse(R"({"http": 80, "https": 443})");
    EXPECT_EQ(keys_of(status), (Keys{"hosts", "run", "summary"}));
    EXPECT_EQ(keys_of(status.at("run")),
              (Keys{"created_at", "ended_at", "id", "kind", "playbook", "reason", "requested_by", "state"}));
    EXPECT_EQ(status.at("summary"), json::parse(R"({"managed": 1, "total": 1})"));
    EXPECT_EQ(status.at("hosts").at(0).at("ports"), ports);
    EXPECT_EQ(status.at("hosts").at(0).at("attempts"), 1);
    EXPECT_EQ(verify.at("run").at("kind"), "verify");
    EXPECT_EQ(verify.at("hosts").at(0).at("ports"), ports);
    EXPECT_EQ(verify.at("hosts").at(0).at("outlook"), "managed");
    EXPECT_EQ(verify.at("hosts").at(0).at("rule"), "port-kept");
    EXPECT_EQ(scan.at("hosts").at(0).at("keys").at(0).at("trust"), "known");
    EXPECT_EQ(scan.at("hosts").at(0).at("keys").at(0).at("type"), "ssh-ed25519");
    EXPECT_EQ(cutover.at("agreed"), true);
}

}  // namespace
}  // namespace clientpush
