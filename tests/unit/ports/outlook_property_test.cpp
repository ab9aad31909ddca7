// Every combination of facts, known and missing, against a second and naive reading of the rules.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ports/outlook.h"
#include "unit/ports/builders.h"

namespace clientpush {
namespace {

/// The table of rules, read literally; every fact has to be there.
std::pair<Outlook, std::string> by_the_table(const Client& client, const Site& site) {
    if (*client.location == Location::cmg) return {Outlook::cloud, "cloud-fixed-443"};
    const bool http = *client.protocol == Protocol::http;
    const Port seen = http ? *client.seen.http : *client.seen.https;
    const ServicePorts service = http ? site.ports.http : site.ports.https;
    if (seen == service.standard) return {Outlook::managed, "port-kept"};
    if (service.alternative && seen == *service.alternative) {
        return {Outlook::alternative_only, "port-kept-as-alternative"};
    }
    if (*client.platform != Platform::windows) return {Outlook::unmanaged, "platform-cannot-read-ad"};
    if (*client.location == Location::internet_only) return {Outlook::unmanaged, "internet-only"};
    if (*client.location == Location::internet) return {Outlook::unmanaged, "on-the-internet"};
    if (*client.membership == Membership::workgroup) return {Outlook::unmanaged, "workgroup-cannot-read-ad"};
    for (const std::string& forest : site.publishes_to) {
        if (forest == *client.forest) return {Outlook::self_heals, "reads-ad"};
    }
    return {Outlook::unmanaged, "forest-not-published"};
}

bool is_safe(Outlook outlook) {
    const std::set<Outlook> safe{Outlook::managed, Outlook::alternative_only, Outlook::self_heals,
                                 Outlook::cloud};
    return safe.contains(outlook);
}

template <typename Value>
using Field = std::function<std::optional<Value>&(Client&)>;

/// Every client of `clients` with every one of `values` in `field`.
template <typename Value>
std::vector<Client> with_each(const std::vector<Client>& clients, const Field<Value>& field,
                              const std::vector<std::optional<Value>>& values) {
    std::vector<Client> all;
    for (const Client& client : clients) {
        for (const std::optional<Value>& value : values) {
            Client next = client;
            field(next) = value;
            all.push_back(std::move(next));
        }
    }
    return all;
}

/// Every client of `clients`; where `field` is missing, once with each of `values`.
template <typename Value>
std::vector<Client> completed(const std::vector<Client>& clients, const Field<Value>& field,
                              const std::vector<std::optional<Value>>& values) {
    std::vector<Client> all;
    for (Client client : clients) {
        if (field(client)) {
            all.push_back(client);
            continue;
        }
        for (const Client& each : with_each<Value>({client}, field, values)) all.push_back(each);
    }
    return all;
}

const Field<Location> location = [](Client & c) -> auto& {
    return c.location;
};
const Field<Protocol> protocol = [](Client & c) -> auto& {
    return c.protocol;
};
const Field<Port> http_port = [](Client & c) -> auto& {
    return c.seen.http;
};
const Field<Port> https_port = [](Client & c) -> auto& {
    return c.seen.https;
};
const Field<Platform> platform = [](Client & c) -> auto& {
    return c.platform;
};
const Field<Membership> membership = [](Client & c) -> auto& {
    return c.membership;
};
const Field<std::string> forest = [](Client & c) -> auto& {
    return c.forest;
};

const std::vector<std::optional<Protocol>> protocols{Protocol::http, Protocol::https};
const std::vector<std::optional<Port>> http_ports{Port{8080}, Port{80}, Port{81}};
const std::vector<std::optional<Port>> https_ports{Port{8443}, Port{443}, Port{444}};
const std::vector<std::optional<Platform>> platforms{Platform::windows, Platform::linux, Platform::macos};
const std::vector<std::optional<Membership>> memberships{Membership::domain, Membership::workgroup};
const std::vector<std::optional<std::string>> forests{"corp.example", "partner.example"};

template <typename Value>
std::vector<std::optional<Value>> or_missing(std::vector<std::optional<Value>> values) {
    values.push_back(std::nullopt);
    return values;
}

std::vector<Client> every_client() {
    std::vector<Client> all{Client{}};
    all = with_each(all, location,
                    {Location::intranet, Location::internet, Location::internet_only, Location::cmg, {}});
    all = with_each(all, protocol, or_missing(protocols));
    all = with_each(all, http_port, or_missing(http_ports));
    all = with_each(all, https_port, or_missing(https_ports));
    all = with_each(all, platform, or_missing(platforms));
    all = with_each(all, membership, or_missing(memberships));
    return with_each(all, forest, or_missing(forests));
}

std::vector<Client> completions(const Client& client) {
    std::vector<Client> all{client};
    all = completed(all, location, {Location::intranet});
    all = completed(all, protocol, protocols);
    all = completed(all, http_port, http_ports);
    all = completed(all, https_port, https_ports);
    all = completed(all, platform, platforms);
    all = completed(all, membership, memberships);
    return completed(all, forest, forests);
}

std::string describe(const Client& client) {
    const auto text = [](const auto& value) { return value ? std::string(to_text(*value)) : "?"; };
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : "?"; };
    return "location " + text(client.location) + ", protocol " + text(client.protocol) + ", seen " +
           number(client.seen.http) + "/" + number(client.seen.https) + ", platform " +
           text(client.platform) + ", membership " + text(client.membership) + ", forest " +
           client.forest.value_or("?");
}

struct SiteCase {
    std::string name;
    Site site;

    /// What test lists show of it.
    friend void PrintTo(const SiteCase& each, std::ostream* out) { *out << each.name; }
};

std::vector<SiteCase> every_site() {
    std::vector<SiteCase> all;
    for (const bool alternatives : {false, true}) {
        for (const bool published : {false, true}) {
            Site site = primary();
            site.ports.http.alternative = alternatives ? std::optional<Port>(80) : std::nullopt;
            site.ports.https.alternative = alternatives ? std::optional<Port>(443) : std::nullopt;
            if (!published) site.publishes_to.clear();
            all.push_back({std::string(alternatives ? "WithAlternatives" : "WithoutAlternatives") +
                               (published ? "Published" : "Unpublished"),
                           site});
        }
    }
    return all;
}

class EveryCombination : public testing::TestWithParam<SiteCase> {
protected:
    const Site& site() const { return GetParam().site; }
};

TEST_P(EveryCombination, OfKnownFactsFollowsTheTable) {
    int complete = 0;

    for (const Client& client : every_client()) {
        if (!client.location || completions(client).size() != 1) continue;
        ++complete;
        const auto [expected, rule] = by_the_table(client, site());
        const Verdict verdict = outlook(client, site());
        ASSERT_EQ(to_text(verdict.outlook), to_text(expected)) << describe(client);
        ASSERT_EQ(verdict.rule, rule) << describe(client);
    }

    EXPECT_EQ(complete, 4 * 2 * 3 * 3 * 3 * 2 * 2);
}

TEST_P(EveryCombination, IsCalledSafeOnlyWhenEveryCompletionIs) {
    for (const Client& client : every_client()) {
        const Verdict verdict = outlook(client, site());
        if (!is_safe(verdict.outlook)) continue;
        for (const Client& complete : completions(client)) {
            const auto [truth, rule] = by_the_table(complete, site());
            ASSERT_TRUE(is_safe(truth)) << describe(client) << " could be " << describe(complete);
        }
    }
}

TEST_P(EveryCombination, IsCalledLostOnlyWhenEveryCompletionIs) {
    for (const Client& client : every_client()) {
        if (outlook(client, site()).outlook != Outlook::unmanaged) continue;
        for (const Client& complete : completions(client)) {
            const auto [truth, rule] = by_the_table(complete, site());
            ASSERT_EQ(truth, Outlook::unmanaged) << describe(client) << " could be " << describe(complete);
        }
    }
}

TEST_P(EveryCombination, IsUnknownOnlyWhenItsCompletionsDiffer) {
    for (const Client& client : every_client()) {
        if (outlook(client, site()).outlook != Outlook::unknown) continue;
        std::set<Outlook> truths;
        for (const Client& complete : completions(client))
            truths.insert(by_the_table(complete, site()).first);
        ASSERT_GT(truths.size(), 1u) << describe(client);
    }
}

TEST_P(EveryCombination, GetsARuleThatIsExplainedAndAReason) {
    std::set<std::string_view> explained;
    for (const Rule& rule : rules()) explained.insert(rule.id);

    for (const Client& client : every_client()) {
        const Verdict verdict = outlook(client, site());
        ASSERT_TRUE(explained.contains(verdict.rule)) << verdict.rule;
        ASSERT_FALSE(verdict.reason.empty()) << describe(client);
        ASSERT_EQ(verdict.rule.ends_with("-not-known"), verdict.outlook == Outlook::unknown) << verdict.rule;
    }
}

INSTANTIATE_TEST_SUITE_P(Outlook, EveryCombination, testing::ValuesIn(every_site()),
                         [](const auto& each) { return each.param.name; });

TEST(Rules, EachStandsOnceAndSaysWhatItMeansAndWhereItComesFrom) {
    std::set<std::string_view> ids;

    for (const Rule& rule : rules()) {
        EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
        EXPECT_FALSE(rule.explanation.empty()) << rule.id;
        EXPECT_FALSE(rule.source.empty()) << rule.id;
    }
}

TEST(Rules, StandInTheOrderInWhichTheyAreTried) {
    const std::vector<std::string_view> order{
        "cloud-fixed-443", "port-kept",       "port-kept-as-alternative", "platform-cannot-read-ad",
        "internet-only",   "on-the-internet", "workgroup-cannot-read-ad", "forest-not-published",
        "reads-ad"};

    ASSERT_GE(rules().size(), order.size());
    for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(rules()[i].id, order[i]);
}

}  // namespace
}  // namespace clientpush
