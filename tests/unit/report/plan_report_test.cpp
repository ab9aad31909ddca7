#include "report/plan_report.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/json.h"
#include "report/text_writer.h"
#include "report/verdicts.h"
#include "unit/report/samples.h"

namespace clientpush {
namespace {

std::string page_of(const Plan& plan, Format format, Style style = {}) {
    return written([&](std::ostream& out) { write_plan(out, plan, format, style); });
}

/// The sample's lost client, 300 times over, in every section.
Plan large_plan() {
    Plan plan = sample_plan();
    const std::vector<PlannedClient> kinds = plan.clients.all();
    std::vector<PlannedClient> clients = kinds;
    for (const std::string& name : many_names()) {
        for (PlannedClient client : kinds) {
            client.name = client.name + "-" + name;
            clients.push_back(client);
        }
    }
    plan.clients = std::move(clients);
    return plan;
}

int widest_line(const std::string& page) {
    int widest = 0;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) widest = std::max(widest, columns(line));
    return widest;
}

TEST(PlanTable, IsNeverWiderThanTheTerminal) {
    const Plan plan = large_plan();

    EXPECT_LE(widest_line(page_of(plan, Format::table)), 80);
    EXPECT_LE(widest_line(page_of(plan, Format::table, Style{.width = 80})), 80);
    EXPECT_LE(widest_line(page_of(plan, Format::table, Style{.width = 50})), 50);
    EXPECT_LE(widest_line(page_of(plan, Format::table, Style{.width = 132})), 132);
}

TEST(PlanTable, NamesEveryClientThatTheChangeWouldLose) {
    Plan plan = sample_plan();
    std::vector<PlannedClient> clients = plan.clients.all();
    for (int i = 0; i < 300; ++i) {
        clients.push_back(clients.front());
        clients.back().name =
            std::string{'q', static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26)};
    }
    plan.clients = std::move(clients);

    std::string page = page_of(plan, Format::table);

    std::erase_if(page, [](char c) { return c == ' ' || c == '\n'; });
    for (const PlannedClient& client : plan.clients) {
        if (!client.name.starts_with('q')) continue;
        EXPECT_NE(page.find("," + client.name), std::string::npos) << client.name;
    }
}

TEST(PlanTable, TellsTheNumbersWithColoursAsWithout) {
    const std::string plain = page_of(sample_plan(), Format::table);
    std::string coloured = page_of(sample_plan(), Format::table, Style{.colour = true});
    EXPECT_NE(coloured.find("\x1b[31mWOULD BECOME UNMANAGED: 3\x1b[0m"), std::string::npos);

    for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
        coloured.erase(at, coloured.find('m', at) - at + 1);

    EXPECT_EQ(coloured, plain);
}

TEST(PlanTable, SaysInOneLineThatNothingIsToBeDone) {
    Plan plan = sample_plan();
    plan.site_changes.clear();
    plan.warnings.clear();
    plan.clients = std::vector{plan.clients[6], plan.clients[7]};
    plan.summary = {};
    plan.summary.by_outlook = {{Outlook::managed, 1}, {Outlook::cloud, 1}};
    plan.summary.by_action = {{Action::none, 2}};

    const std::string page = page_of(plan, Format::table);

    EXPECT_EQ(page, "No site changes its ports.\n\nNothing to do: 2 clients kept (1 managed, 1 cloud).\n");
}

TEST(PlanTable, NamesClientsThatAreNotSafeAndYetLeftAlone) {
    Plan plan = sample_plan();
    change_first(plan, [](PlannedClient& client) {
        client.action = Action::none;
        client.why = "waived";
    });

    const std::string page = page_of(plan, Format::table);

    EXPECT_NE(page.find("Not safe, and yet left alone (1): kiosk01\n    waived\n"), std::string::npos)
        << page;
}

TEST(PlanJson, HasOneClientALineInNdjson) {
    const Json whole = Json::parse(page_of(sample_plan(), Format::json));
    std::istringstream lines(page_of(sample_plan(), Format::ndjson));

    Json clients = Json::array();
    for (std::string line; std::getline(lines, line);) clients.push_back(Json::parse(line));

    EXPECT_EQ(clients, whole.at("clients"));
}

TEST(PlanJson, SurvivesBytesThatAreNotUtf8) {
    Plan plan = sample_plan();
    change_first(plan, [](PlannedClient& client) { client.verdict.reason = "bad \xff byte"; });

    const Json whole = Json::parse(page_of(plan, Format::json));

    EXPECT_EQ(whole.at("clients").at(0).at("reason"), "bad \xEF\xBF\xBD byte");
}

TEST(PlanHtml, IsOnePageThatFetchesNothingAndLetsOnlyItsOwnScriptsRun) {
    Plan plan = sample_plan();
    change_first(plan,
                 [](PlannedClient& client) { client.verdict.reason = "</script><script>alert(1)</script>"; });

    const std::string page = page_of(plan, Format::html);

    for (const std::string banned : {" src=", "url(", "@import", "://", "style=", "alert(1)</script>"})
        EXPECT_EQ(page.find(banned), std::string::npos) << banned;
    EXPECT_NE(page.find("default-src 'none'; style-src 'sha256-"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)"), std::string::npos);
    EXPECT_NE(page.find("\\u003cscript>alert(1)"), std::string::npos);
}

TEST(PlanJson, NamesSourceAndAgeOfEveryFactThatAVerdictUsed) {
    const Inventory inventory = sample_inventory();
    const Plan plan = plan_of(inventory);

    const Json whole = Json::parse(written([&](std::ostream& out) {
        write_plan(out, plan, Format::json, Style{}, {&inventory, at("2026-11-22T20:15:03Z")});
    }));

    EXPECT_EQ(whole.at("clients").at(2).at("facts").at("used"), Json::parse(R"([
        {"fact": "site", "value": "ABC", "source": "inventory", "origin": "", "at": null},
        {"fact": "location", "value": "intranet", "source": "assumed", "origin": "", "at": null},
        {"fact": "protocol", "value": null, "source": "missing", "origin": "", "at": null},
        {"fact": "http_port", "value": 80, "source": "inventory", "origin": "lab.yml:14:9",
         "at": "2026-11-01T09:00:00Z"},
        {"fact": "https_port", "value": null, "source": "missing", "origin": "", "at": null},
        {"fact": "platform", "value": "windows", "source": "inventory", "origin": "", "at": null},
        {"fact": "membership", "value": "workgroup", "source": "inventory", "origin": "lab.yml:11:11", "at": null}
        ])"));
}

TEST(PlanCsv, RunsNoFormula) {
    Plan plan = sample_plan();
    change_first(plan, [](PlannedClient& client) { client.verdict.reason = "=HYPERLINK(\"x\")"; });

    EXPECT_NE(page_of(plan, Format::csv).find(R"csv("'=HYPERLINK(""x"")")csv"), std::string::npos);
}

TEST(VerdictGroups, PutReasonsTogetherThatDifferByTheHostOnly) {
    const auto blocked = [](const std::string& answer) {
        return Verdict{Outlook::unmanaged, "blocked-on-the-way", answer};
    };
    const Verdict first = blocked("ws1 got no answer from mp1 on 8080");
    const Verdict second = blocked("ws2 got no answer from mp1 on 8080");
    const Verdict other = blocked("ws3 got no answer from mp2");

    const auto groups = groups_of({{"ws3", &other}, {"ws1", &first}, {"ws2", &second}}, Outlook::unmanaged);

    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].names.text(), "ws[1-2]");
    EXPECT_EQ(groups[0].reason, "ws1 got no answer from mp1 on 8080");
    EXPECT_EQ(groups[1].names.text(), "ws3");
}

TEST(VerdictGroups, DoNotTakeAPartOfAnotherNameForTheHost) {
    EXPECT_EQ(without_name("ws1 and ws10, ws1.", "ws1"), "* and ws10, *.");
    EXPECT_EQ(without_name("text", ""), "text");
}

}  // namespace
}  // namespace clientpush
