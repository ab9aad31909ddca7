#include "cli/commands/keys_offer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>
#include <set>

#include "base/untrusted.h"
#include "cli/connections.h"
#include "cli/context.h"
#include "push/endpoint.h"
#include "push/within.h"
#include "ssh/jump_spec.h"
#include "ssh/scan.h"

namespace clientpush {

namespace {

constexpr std::size_t at_once = 50;

Offer offer_of(Endpoint host) {
    if (host.port == 0) host.port = 22;
    Offer offer;
    // An address behind a jump host may be another machine's elsewhere.
    const bool behind = !host.jump.empty() && host.jump != "none";
    const std::string& name = behind ? host.name : host.address;
    offer.recorded_as = ssh::known_hosts_name(name, host.port);
    offer.host = std::move(host);
    return offer;
}

std::vector<Offer> whom_to_ask(const Settings& settings, const Inventory& inventory) {
    std::vector<Offer> hosts;
    std::vector<Offer> jump_hosts;
    std::set<std::string> seen;
    for (const std::size_t index : select_hosts(inventory, settings)) {
        const Host host = inventory.hosts.facts(index);
        if (!host.client.has_address) continue;
        hosts.push_back(offer_of(endpoint_of(host)));
        for (Endpoint& hop : ssh::jump_hosts_of(host.jump))
            if (seen.insert(hop.jump + ' ' + hop.name + ' ' + std::to_string(hop.port)).second)
                jump_hosts.push_back(offer_of(std::move(hop)));
    }
    std::move(hosts.begin(), hosts.end(), std::back_inserter(jump_hosts));
    return jump_hosts;
}

struct Scan {
    const ssh::JumpHosts& ways;
    Duration limit;
    std::vector<Offer>& offers;
    std::size_t next = 0;
};

asio::awaitable<void> scan_next(Scan* scan) {
    SystemClock clock;
    while (scan->next < scan->offers.size()) {
        Offer& offer = scan->offers[scan->next++];
        try {
            const Error late(Error::Kind::unreachable, "no-answer",
                             "no answer within " + clientpush::to_text(scan->limit));
            auto work = ssh::scan(&scan->ways, offer.host);
            const ssh::OfferedKeys offered = co_await within(clock, scan->limit, std::move(work), late);
            offer.keys = offered.keys;
        } catch (const Error& error) {
            offer.failure = printable(error.what());
        }
    }
}

}  // namespace

std::string_view to_text(ssh::KeyVerdict::Trust trust) {
    switch (trust) {
        case ssh::KeyVerdict::Trust::known:
            return "known";
        case ssh::KeyVerdict::Trust::unknown:
            return "unknown";
        case ssh::KeyVerdict::Trust::changed:
            return "changed";
        case ssh::KeyVerdict::Trust::revoked:
            return "revoked";
    }
    return "";
}

ssh::HostNames names_of(const Endpoint& host) {
    return {{host.name, host.address}, host.port};
}

std::vector<Offer> collect_offers(const Settings& settings, const Inventory& inventory) {
    std::vector<Offer> offers = whom_to_ask(settings, inventory);
    const auto transport = make_ssh_transport(settings);
    asio::io_context loop(1);
    Scan scan{transport->ways(), settings.connect_timeout, offers};
    const auto wished = static_cast<std::size_t>(std::max(1, settings.forks));
    for (std::size_t i = 0; i < std::min({at_once, wished, offers.size()}); ++i)
        asio::co_spawn(loop, scan_next(&scan), asio::detached);
    loop.run();
    for (Offer& offer : offers)
        for (const ssh::HostKey& key : offer.keys)
            offer.verdicts.push_back(transport->known_hosts().check(names_of(offer.host), key));
    return offers;
}

void print(const Offer& offer) {
    const std::string& name = offer.host.name;
    if (!offer.failure.empty()) std::cout << fmt::format("{}: {}\n", name, offer.failure);
    for (std::size_t i = 0; i < offer.keys.size(); ++i) {
        const ssh::KeyVerdict& verdict = offer.verdicts[i];
        std::cout << fmt::format("{}: {} {} {}\n", name, to_text(verdict.trust), offer.keys[i].type,
                                 ssh::fingerprint(offer.keys[i].blob));
        if (verdict.trust != ssh::KeyVerdict::Trust::changed) continue;
        for (const ssh::RecordedKey& recorded : verdict.recorded)
            std::cout << fmt::format("    on record: {} {} ({})\n", recorded.key.type,
                                     ssh::fingerprint(recorded.key.blob), clientpush::to_text(recorded.at));
    }
}

}  // namespace clientpush
