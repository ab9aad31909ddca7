#include "report/facts.h"

namespace clientpush {
namespace {

using Source = UsedFact::Source;

Source source_of(PortsSeen::Source source) {
    switch (source) {
        case PortsSeen::Source::inventory:
            return Source::inventory;
        case PortsSeen::Source::store:
            return Source::store;
        case PortsSeen::Source::probe:
            return Source::probe;
    }
    return Source::missing;
}

UsedFact port_fact(Fact fact, std::optional<Port> port, const PortsSeen& seen) {
    if (!port) return {fact, "", Source::missing, "", {}};
    return {fact, std::to_string(*port), source_of(seen.source), seen.origin, seen.at};
}

/// A host of the inventory, which knows where each of its variables is set.
struct Place {
    const HostList& hosts;
    std::size_t index = 0;
};

UsedFact from_inventory(Fact fact, std::string value, const Place& place) {
    if (value.empty()) return {fact, "", Source::missing, "", {}};
    const auto at = place.hosts.place_of(place.index, to_text(fact));
    return {fact, std::move(value), Source::inventory, at ? to_text(*at) : "", {}};
}

template <typename Value>
std::string word_of(const std::optional<Value>& value) {
    return value ? std::string(to_text(*value)) : "";
}

UsedFact fact_of(Fact fact, const Client& client, const Place& place) {
    switch (fact) {
        case Fact::site:
            return from_inventory(fact, client.site, place);
        case Fact::location:
            if (!client.location)
                return {fact, std::string(to_text(location_of(client))), Source::assumed, "", {}};
            return from_inventory(fact, word_of(client.location), place);
        case Fact::protocol:
            return from_inventory(fact, word_of(client.protocol), place);
        case Fact::http_port:
            return port_fact(fact, client.seen.http, client.seen);
        case Fact::https_port:
            return port_fact(fact, client.seen.https, client.seen);
        case Fact::platform:
            return from_inventory(fact, word_of(client.platform), place);
        case Fact::membership:
            return from_inventory(fact, word_of(client.membership), place);
        case Fact::forest:
            return from_inventory(fact, client.forest.value_or(""), place);
    }
    return {};
}

}  // namespace

std::string_view to_text(Source source) {
    switch (source) {
        case Source::inventory:
            return "inventory";
        case Source::store:
            return "store";
        case Source::probe:
            return "probe";
        case Source::assumed:
            return "assumed";
        case Source::missing:
            break;
    }
    return "missing";
}

std::string_view to_text(PortsSeen::Source source) {
    return to_text(source_of(source));
}

Client as_judged(const PlannedClient& planned, const Host& host) {
    Client client = host.client;
    client.seen = planned.facts;
    return client;
}

std::vector<UsedFact> used_facts(const PlannedClient& planned, const Plan& plan, const PlanBasis& basis) {
    std::vector<UsedFact> used;
    if (basis.inventory == nullptr) return used;
    const HostList& hosts = basis.inventory->hosts;
    const auto index = hosts.find(planned.name);
    if (!index) return used;
    const Client client = as_judged(planned, hosts.facts(*index));
    for (const Fact fact : facts_read(client, plan.sites))
        used.push_back(fact_of(fact, client, {hosts, *index}));
    return used;
}

}  // namespace clientpush
