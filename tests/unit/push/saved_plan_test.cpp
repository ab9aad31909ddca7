#include "push/saved_plan.h"

#include <gtest/gtest.h>

#include <numeric>
#include <sstream>

#include "support/errors.h"
#include "support/files.h"
#include "support/temp_dir.h"
#include "unit/ports/builders.h"

namespace clientpush {
namespace {

using Lines = std::vector<std::string>;

/// A plan for two clients of ABC, as it was made and as things are now.
class SavedPlans : public testing::Test {
protected:
    SavedPlans() {
        inventory.sites = sites_of({primary()});
        for (const char* name : {"kiosk-1", "kiosk-2"}) add(name);
        write_text(folder / "profile.yml", "about: x\n");
        write_text(folder / "setup.sh", "echo\n");
        profile.name = "demo";
        profile.folder = folder.path();
        profile.files = {"setup.sh"};
    }

    void add(const std::string& name) {
        Host host;
        host.name = host.address = name;
        host.client = workgroup_client(name, seen_on(80));
        host.vars["color"] = {"red", false, {}};
        inventory.hosts.push_back(host);
    }

    PlanInput input() {
        PlanInput input{inventory, std::vector<std::size_t>(inventory.hosts.size()),
                        records,   waived,
                        {},        inventory.sites,
                        {},        now};
        std::iota(input.selected.begin(), input.selected.end(), 0);
        return input;
    }

    BasisDigests digests() { return digests_of(input(), profile, pack(profile)); }

    SavedPlan plan() {
        SavedPlan plan;
        plan.created_at = now;
        plan.requested_by = "ann@desk";
        plan.request = R"({"playbook":"name: x\n"})";
        plan.clients = {{"kiosk-1", "ABC", Action::install, 2}, {"kiosk-2", "ABC", Action::none, {}}};
        plan.digests = digests();
        return plan;
    }

    static std::string text_of(const SavedPlan& plan) {
        std::ostringstream text;
        write_saved_plan(text, plan);
        return text.str();
    }

    TempDir folder;
    Inventory inventory;
    std::vector<HostRecord> records;
    std::set<std::string> waived;
    Profile profile;
    const Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
};

TEST_F(SavedPlans, AreReadAsTheyWereWritten) {
    const SavedPlan written = plan();

    const SavedPlan read = read_saved_plan("p", text_of(written));

    EXPECT_EQ(read.created_at, written.created_at);
    EXPECT_EQ(read.requested_by, "ann@desk");
    EXPECT_EQ(read.request, written.request);
    ASSERT_EQ(read.clients.size(), 2U);
    EXPECT_EQ(read.clients[0].name, "kiosk-1");
    EXPECT_EQ(read.clients[0].action, Action::install);
    EXPECT_EQ(read.clients[0].wave, 2);
    EXPECT_FALSE(read.clients[1].wave);
    EXPECT_EQ(read.digest.size(), 64U);
    EXPECT_EQ(moved(read.digests, digests()), Lines{});
}

TEST_F(SavedPlans, EveryByteOfThemCounts) {
    const std::string text = text_of(plan());
    const std::size_t signed_bytes = text.rfind('\n', text.size() - 2) + 1;

    for (std::size_t at = 0; at < signed_bytes; at += 7) {
        std::string other = text;
        other[at] = static_cast<char>(other[at] ^ 1);
        const std::string reason = error_of([&] { read_saved_plan("p", other); }).reason();
        EXPECT_TRUE(reason == "plan-altered" || reason == "plan-unreadable") << at << " " << reason;
    }
}

TEST_F(SavedPlans, WhatIsCutShortOrNoPlanIsRefused) {
    const std::string text = text_of(plan());

    for (const std::string& wrong :
         {std::string(), std::string("\n"), std::string("hello\n"), text.substr(0, text.size() / 2),
          text.substr(0, text.rfind('\n', text.size() - 2) + 1), std::string("{\"digest\":\"\"}\n")}) {
        const Error error = error_of([&] { read_saved_plan("week.plan", wrong); });
        EXPECT_EQ(error.kind(), Error::Kind::usage);
        EXPECT_NE(std::string(error.what()).find("week.plan"), std::string::npos) << error.what();
        EXPECT_FALSE(error.cure().empty());
    }
}

TEST_F(SavedPlans, APlanOfAnotherVersionIsRefusedByName) {
    std::string text = text_of(plan());
    const std::string content =
        text.substr(0, text.rfind('\n', text.size() - 2) + 1).replace(text.find(":1,"), 3, ":9,");

    const Error error =
        error_of([&] { read_saved_plan("p", content + "{\"digest\":\"" + sha256(content) + "\"}\n"); });

    EXPECT_EQ(error.reason(), "plan-unreadable");
    EXPECT_NE(std::string(error.what()).find("version"), std::string::npos);
}

TEST_F(SavedPlans, NameTheSitesThatMoved) {
    const BasisDigests then = digests();

    inventory.sites.at("ABC").ports.http.standard = 8090;

    EXPECT_EQ(moved(then, digests()), Lines{"sites with other ports, management points or forests: 1 (ABC)"});
}

TEST_F(SavedPlans, NameTheHostsThatCameAndWentAndChanged) {
    const BasisDigests then = digests();

    Inventory other;
    other.sites = inventory.sites;
    std::swap(inventory, other);
    add("kiosk-3");
    Host changed = other.hosts[1];
    changed.vars["color"].value = "blue";
    inventory.hosts.push_back(changed);

    EXPECT_EQ(moved(then, digests()), (Lines{"hosts that were not in the selection: 1 (kiosk-3)",
                                             "hosts that are no longer in the selection: 1 (kiosk-1)",
                                             "hosts that the inventory describes otherwise: 1 (kiosk-2)"}));
}

TEST_F(SavedPlans, NameTheHostsOfWhichMoreIsKnown) {
    const BasisDigests then = digests();

    HostRecord record;
    record.host = "kiosk-2";
    record.seen = seen_on(8080);
    record.seen.at = now;
    records = {record};
    waived = {"kiosk-1"};

    EXPECT_EQ(moved(then, digests()),
              Lines{"hosts of which other ports, or another state, are known by now: 2 (kiosk-[1-2])"});
}

TEST_F(SavedPlans, HoldWhateverAgeTheFactsWereAllowedToHave) {
    PlanInput input{inventory, {0, 1}, records, waived, {}, inventory.sites, {}, now};
    input.stale_after = std::chrono::hours(1);

    EXPECT_EQ(moved(digests_of(input, profile, pack(profile)), digests()), Lines{});
}

TEST_F(SavedPlans, NameTheProfileAndThePayload) {
    const BasisDigests then = digests();

    write_text(folder / "profile.yml", "about: y\n");
    write_text(folder / "setup.sh", "echo other\n");

    EXPECT_EQ(moved(then, digests()), (Lines{"the profile", "the payload"}));
}

TEST_F(SavedPlans, AreTheSameWhenTheirClientsAreWorkedOutOneByOne) {
    const SavedPlan whole = plan();
    PlannedClient first;
    first.name = "kiosk-1";
    first.site = "ABC";
    first.action = Action::install;
    first.wave = 2;
    PlannedClient second = first;
    second.name = "kiosk-2";
    second.action = Action::none;
    second.wave.reset();

    std::ostringstream text;
    write_saved_plan(text, whole, input(), std::vector{first, second});

    EXPECT_EQ(text.str(), text_of(whole));
}

}  // namespace
}  // namespace clientpush
