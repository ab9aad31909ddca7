#include "unit/report/golden.h"

#include <gtest/gtest.h>

#include "report/cutover_report.h"
#include "report/explain_report.h"
#include "report/inventory_report.h"
#include "report/plan_report.h"
#include "unit/report/samples.h"

namespace clientpush {
namespace {

struct Written {
    std::string extension;
    Format format;
};

const std::vector<Written> all_formats{{"txt", Format::table},     {"json", Format::json},
                                       {"ndjson", Format::ndjson}, {"csv", Format::csv},
                                       {"md", Format::markdown},   {"html", Format::html}};

TEST(Report, OfAPlanInEveryFormat) {
    const Plan plan = sample_plan();

    for (const auto& [extension, format] : all_formats) {
        const std::string page =
            written([&, f = format](std::ostream& out) { write_plan(out, plan, f, Style{}); });
        expect_golden("plan." + extension, page);
    }
}

TEST(Report, OfARunInEveryFormat) {
    const StatusView view = sample_status();

    for (const auto& [extension, format] : all_formats) {
        const std::string page =
            written([&, f = format](std::ostream& out) { write_status(out, view, f, Style{}); });
        expect_golden("status." + extension, page);
    }
}

TEST(Report, OfARunHostByHost) {
    const StatusView view = sample_status();

    const std::string page =
        written([&](std::ostream& out) { write_status(out, view, Format::table, Style{}, true); });

    expect_golden("status_all.txt", page);
}

TEST(Report, OfAVerifyTellsAlsoOfClientsThatNoLookCanReach) {
    StatusView view = sample_status();
    view.run.kind = "verify";
    view.run.playbook.clear();
    view.hosts.resize(2);
    view.verdicts = {{"ws01", {Outlook::managed, "port-kept", "last seen on HTTP 8080"}},
                     {"ws02", {Outlook::managed, "port-kept", "last seen on HTTP 8080"}},
                     {"home2", {Outlook::unmanaged, "on-the-internet", "it is on the internet now"}}};

    for (const auto& [extension, format] : {all_formats[0], all_formats[1]}) {
        const std::string page =
            written([&, f = format](std::ostream& out) { write_status(out, view, f, Style{}); });
        expect_golden("verify." + extension, page);
    }
}

TEST(Report, OfACutover) {
    const Cutover refused = sample_cutover();
    Cutover agreed = refused;
    agreed.blockers.clear();

    const auto page = [](const Cutover& cutover, Format format) {
        return written([&](std::ostream& out) { write_cutover(out, cutover, format, Style{}); });
    };
    for (const auto& [extension, format] : all_formats)
        expect_golden("cutover." + extension, page(refused, format));
    expect_golden("cutover_agreed.txt", page(agreed, Format::table));
}

TEST(Report, OfTheVerdictOnOneHost) {
    const Inventory inventory = sample_inventory();
    const Plan plan = plan_of(inventory);
    const PlanBasis basis{&inventory, at("2026-11-22T20:15:03Z")};

    for (const auto& [extension, format] : {all_formats[0], all_formats[1]}) {
        const std::string page = written([&, f = format](std::ostream& out) {
            write_explanation(out, plan.clients[2], plan, basis, f, Style{});
        });
        expect_golden("explained_host." + extension, page);
    }
}

TEST(Report, OfTheVerdictOfAProbeNamesItBeforeEveryRule) {
    const Inventory inventory = sample_inventory();
    const Plan plan = plan_of(inventory);
    PlannedClient blocked = plan.clients[2];
    blocked.verdict = {Outlook::unmanaged, "blocked-on-the-way", "no answer from mp1 on 8080"};

    const std::string page = written([&](std::ostream& out) {
        write_explanation(out, blocked, plan, {&inventory, std::nullopt}, Format::table, Style{});
    });

    expect_golden("explained_probe.txt", page);
}

TEST(Report, OfARule) {
    for (const auto& [extension, format] : {all_formats[0], all_formats[1]}) {
        const std::string page =
            written([&, f = format](std::ostream& out) { write_rule(out, rules()[2], f, Style{}); });
        expect_golden("explained_rule." + extension, page);
    }
}

TEST(Report, OfTheHostsOfAnInventoryInEveryFormat) {
    const Inventory inventory = sample_inventory();

    for (const auto& [extension, format] : all_formats) {
        const std::string page = written([&, f = format](std::ostream& out) {
            write_host_list(out, inventory, {0, 1, 2}, f, true);
        });
        expect_golden("hosts." + extension, page);
    }
}

TEST(Report, OfOneHostOfAnInventory) {
    const Inventory inventory = sample_inventory();

    for (const auto& [extension, format] : {all_formats[0], all_formats[1]}) {
        const std::string page = written(
            [&, f = format](std::ostream& out) { write_host(out, inventory, inventory.hosts[2], f); });
        expect_golden("host." + extension, page);
    }
}

TEST(Report, OfTheTreeOfGroups) {
    const std::string page = written([](std::ostream& out) { write_graph(out, sample_inventory()); });

    expect_golden("graph.txt", page);
}

}  // namespace
}  // namespace clientpush
