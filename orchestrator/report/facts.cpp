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

UsedFact from_inventory(Fact fact, std::string value, const Host& host) {
    if (value.empty()) return {fact, "", Source::missing, "", {}};
    return {fact, std::move(value), Source::inventory, origin_of(host, to_text(fact)), {}};
}

template <typename Value>
std::string word_of(const std::optional<Value>& value) {
    return value ? std::string(to_text(*value)) : "";
}

UsedFact fact_of(Fact fact, const Client& client, const Host& host) {
    switch (fact) {
        case Fact::site:
            return from_inventory(fact, client.site, host);
        case Fact::location:
            if (!client.location)
                return {fact, std::string(to_text(location_of(client))), Source::assumed, "", {}};
            return from_inventory(fact, word_of(client.location), host);
        case Fact::protocol:
            return from_inventory(fact, word_of(client.protocol), host);
        case Fact::http_port:
            return port_fact(fact, client.seen.http, client.seen);
        case Fact::https_port:
            return port_fact(fact, client.seen.https, client.seen);
        case Fact::platform:
            return from_inventory(fact, word_of(client.platform), host);
        case Fact::membership:
            return from_inventory(fact, word_of(client.membership), host);
        case Fact::forest:
            return from_inventory(fact, client.forest.value_or(""), host);
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

std::vector<UsedFact> used_facts(const PlannedClient& planned, const Plan& plan, const Host& host) {
    const Client client = as_judged(planned, host);
    std::vector<UsedFact> used;
    for (const Fact fact : facts_read(client, plan.sites)) used.push_back(fact_of(fact, client, host));
    return used;
}

std::string origin_of(const Host& host, std::string_view variable) {
    const auto found = host.vars.find(variable);
    return found == host.vars.end() ? "" : to_text(found->second.at);
}

}  // namespace clientpush
