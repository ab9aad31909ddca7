#include "ports/trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "unit/ports/builders.h"

namespace clientpush {
namespace {

using Result = RuleStep::Result;

/// A fact and every way to set it, the missing value last.
struct Ways {
    Fact fact;
    std::vector<std::function<void(Client&)>> set;
};

template <typename Value, typename Field>
Ways ways(Fact fact, Field field, std::vector<Value> values) {
    Ways all{fact, {}};
    for (const Value& value : values) all.set.push_back([=](Client& client) { field(client) = value; });
    all.set.push_back([=](Client& client) { field(client).reset(); });
    return all;
}

const std::vector<Ways> every_fact{
    ways(
        Fact::location, [](Client& c) -> auto& { return c.location; },
        std::vector{Location::intranet, Location::internet, Location::internet_only, Location::cmg}),
    ways(
        Fact::protocol, [](Client& c) -> auto& { return c.protocol; },
        std::vector{Protocol::http, Protocol::https}),
    ways(
        Fact::http_port, [](Client& c) -> auto& { return c.seen.http; }, std::vector<Port>{8080, 80, 81}),
    ways(
        Fact::https_port, [](Client& c) -> auto& { return c.seen.https; }, std::vector<Port>{8443, 443}),
    ways(
        Fact::platform, [](Client& c) -> auto& { return c.platform; },
        std::vector{Platform::windows, Platform::linux}),
    ways(
        Fact::membership, [](Client& c) -> auto& { return c.membership; },
        std::vector{Membership::domain, Membership::workgroup}),
    ways(
        Fact::forest, [](Client& c) -> auto& { return c.forest; },
        std::vector<std::string>{"corp.example", "partner.example"})};

std::vector<Client> every_client() {
    std::vector<Client> all{Client{}};
    all.front().site = "ABC";
    for (const Ways& fact : every_fact) {
        std::vector<Client> next;
        for (const Client& client : all) {
            for (const auto& set : fact.set) {
                next.push_back(client);
                set(next.back());
            }
        }
        all = std::move(next);
    }
    return all;
}

Sites published_or_not(bool published) {
    Site site = primary();
    if (!published) site.publishes_to.clear();
    return sites_of({site});
}

const RuleStep& step_of(const std::vector<RuleStep>& steps, std::string_view rule) {
    return *std::ranges::find(steps, rule, &RuleStep::rule);
}

TEST(FactsRead, AreAllThatAVerdictRestsOn) {
    for (const bool published : {false, true}) {
        const Sites sites = published_or_not(published);
        for (const Client& client : every_client()) {
            const Verdict verdict = outlook(client, sites);
            const std::vector<Fact> read = facts_read(client, sites);
            for (const Ways& fact : every_fact) {
                if (std::ranges::find(read, fact.fact) != read.end()) continue;
                for (const auto& set : fact.set) {
                    Client other = client;
                    set(other);
                    ASSERT_EQ(outlook(other, sites), verdict) << to_text(fact.fact) << ": " << verdict.reason;
                }
            }
        }
    }
}

TEST(FactsRead, OfAClientWithoutASiteIsTheSiteAlone) {
    Client client = domain_client();
    client.site = "NON";

    EXPECT_EQ(facts_read(client, sites_of({primary()})), std::vector{Fact::site});
}

TEST(FactsRead, OfAClientWhosePortStaysAreNotItsPlatformOrForest) {
    const Client client = domain_client("ws-1", seen_on(8080));

    EXPECT_EQ(facts_read(client, sites_of({primary()})),
              (std::vector{Fact::site, Fact::location, Fact::protocol, Fact::http_port}));
}

TEST(Trace, HasEveryRuleInItsOrderAndTheVerdictsAsTheOneThatMatched) {
    const Sites sites = published_or_not(true);

    for (const Client& client : every_client()) {
        const Verdict verdict = outlook(client, sites);
        const std::vector<RuleStep> steps = trace(client, sites);

        ASSERT_EQ(steps.size(), 9u);
        for (std::size_t i = 0; i < steps.size(); ++i) ASSERT_EQ(steps[i].rule, rules()[i].id);
        for (const RuleStep& step : steps) {
            ASSERT_EQ(step.why.empty(), step.result == Result::not_reached) << step.rule;
            ASSERT_EQ(step.result == Result::matched, step.rule == verdict.rule)
                << step.rule << " " << verdict.rule << ": " << verdict.reason;
        }
    }
}

TEST(Trace, SaysOfEachUnknownVerdictWhichRuleIsUndecided) {
    const Sites sites = published_or_not(true);

    for (const Client& client : every_client()) {
        if (outlook(client, sites).outlook != Outlook::unknown) continue;
        ASSERT_TRUE(std::ranges::any_of(
            trace(client, sites), [](const RuleStep& step) { return step.result == Result::undecided; }));
    }
}

TEST(Trace, SaysWithWhichValuesARuleWasPassedOver) {
    const std::vector<RuleStep> steps = trace(workgroup_client(), sites_of({primary()}));

    EXPECT_EQ(step_of(steps, "port-kept").result, Result::passed);
    EXPECT_EQ(step_of(steps, "port-kept").why, "last seen on HTTP 81, the site's is 8080");
    EXPECT_EQ(step_of(steps, "platform-cannot-read-ad").why, "it runs windows");
    EXPECT_EQ(step_of(steps, "workgroup-cannot-read-ad").result, Result::matched);
    EXPECT_EQ(step_of(steps, "workgroup-cannot-read-ad").why, "it belongs to a workgroup");
    EXPECT_EQ(step_of(steps, "reads-ad").result, Result::not_reached);
}

TEST(Trace, LetsARuleMatchOnlyInTheorySoLongAsOneBeforeItIsUndecided) {
    const std::vector<RuleStep> steps = trace(workgroup_client("k", seen_on({})), sites_of({primary()}));

    EXPECT_EQ(step_of(steps, "port-kept").result, Result::undecided);
    EXPECT_EQ(step_of(steps, "workgroup-cannot-read-ad").result, Result::would_match);
}

TEST(Trace, OfAClientWithoutASiteIsEmpty) {
    EXPECT_TRUE(trace(Client{}, sites_of({primary()})).empty());
}

TEST(Trace, AWayThatIsBlockedIsTheRuleThatMatched) {
    Client client = workgroup_client("kiosk", seen_on(8080));
    client.way_http = Way::timeout;

    const std::vector<RuleStep> steps = trace(client, sites_of({primary()}));

    ASSERT_EQ(outlook(client, sites_of({primary()})).rule, "blocked-on-the-way");
    EXPECT_EQ(steps.at(1).rule, "blocked-on-the-way");
    EXPECT_EQ(steps.at(1).result, RuleStep::Result::matched);
    EXPECT_EQ(steps.at(2).result, RuleStep::Result::not_reached);
}

}  // namespace
}  // namespace clientpush
