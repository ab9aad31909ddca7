#include "cli/commands/keys_offer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>
#include <map>
#include <set>

#include "base/folded_names.h"
#include "cli/connections.h"
#include "cli/context.h"
#include "cli/open_files.h"
#include "cli/order.h"
#include "push/endpoint.h"
#include "push/within.h"
#include "ssh/jump_spec.h"
#include "ssh/scan.h"
#include "transport/gave_up.h"

namespace clientpush {

namespace {

constexpr int at_once = 50;

/// The selected hosts as a push would connect to them, and first the jump hosts on the way.
std::vector<ssh::Configured> whom_to_ask(const Settings& settings, const Inventory& inventory,
                                         const ssh::SshTransport& transport) {
    std::vector<ssh::Configured> hosts;
    std::vector<ssh::Configured> asked;
    std::set<std::string> seen;
    for (const std::size_t index : select_hosts(inventory, settings)) {
        Host host = inventory.hosts.facts(index);
        if (!host.client.has_address || host.connection == "local") continue;
        fill_in(host, settings);
        hosts.push_back(transport.configured(endpoint_of(host)));
        for (Endpoint& hop : ssh::jump_hosts_of(hosts.back().endpoint.jump))
            if (seen.insert(hop.jump + ' ' + hop.name + ' ' + std::to_string(hop.port)).second)
                asked.push_back(transport.configured_jump_host(std::move(hop)));
    }
    std::move(hosts.begin(), hosts.end(), std::back_inserter(asked));
    return asked;
}

Offer offer_of(const Endpoint& host) {
    Offer offer;
    offer.host = host;
    offer.recorded_as = {ssh::known_hosts_name(host.name, host.port)};
    // An address behind a jump host may be another machine's elsewhere.
    const bool behind = !host.jump.empty() && host.jump != "none";
    if (!behind && host.address != host.name)
        offer.recorded_as.insert(offer.recorded_as.begin(), ssh::known_hosts_name(host.address, host.port));
    return offer;
}

struct Scan {
    ssh::SshTransport& transport;
    Duration limit;
    const std::vector<ssh::Configured>& hosts;
    std::vector<Offer> offers = {};
    std::size_t next = 0;
};

asio::awaitable<void> ask(Scan* scan, const ssh::Configured* host, Offer* offer) {
    if (host->needs_openssh == "ProxyCommand")
        throw Error(Error::Kind::usage, "not-scanned",
                    "it is behind a ProxyCommand, which clientpush does not run",
                    "log in once with ssh, which asks and records the key, or name a jump host (-J)");
    scan->transport.known_hosts_of(*host);  // what is wrong here costs the host no connection
    Endpoint target = offer->host;
    target.progress = std::make_shared<std::atomic<ConnectStage>>();
    auto work = ssh::scan(&scan->transport.ways(), target);
    const auto late = [&] { return gave_up(target, scan->limit); };
    SystemClock clock;
    const ssh::OfferedKeys offered = co_await within(clock, scan->limit, std::move(work), late);
    offer->keys = offered.keys;
}

asio::awaitable<void> ask_one_after_the_other(Scan* scan) {
    while (scan->next < scan->hosts.size()) {
        const std::size_t index = scan->next++;
        Offer& offer = scan->offers[index];
        try {
            co_await ask(scan, &scan->hosts[index], &offer);
        } catch (const Error& error) {
            offer.failure = in_sentences(error);
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
    const auto transport = make_ssh_transport(settings);
    const auto hosts = whom_to_ask(settings, inventory, *transport);
    Scan scan{*transport, settings.connect_timeout, hosts};
    for (const ssh::Configured& host : hosts) scan.offers.push_back(offer_of(host.endpoint));
    asio::io_context loop(1);
    const int wished = std::clamp(static_cast<int>(hosts.size()), 1, std::clamp(settings.forks, 1, at_once));
    for (int i = hosts_at_once(wished, 1); i > 0; --i)
        asio::co_spawn(loop, ask_one_after_the_other(&scan), asio::detached);
    loop.run();
    for (std::size_t i = 0; i < hosts.size(); ++i)
        for (const ssh::HostKey& key : scan.offers[i].keys)
            scan.offers[i].verdicts.push_back(
                transport->known_hosts_of(hosts[i])->check(names_of(hosts[i].endpoint), key));
    return std::move(scan.offers);
}

void warn_of_shared_keys(const std::vector<Offer>& offers) {
    std::map<std::string, std::set<std::string>> shown_by;
    for (const Offer& offer : offers)
        for (const ssh::HostKey& key : offer.keys) shown_by[key.blob].insert(offer.host.name);
    std::set<std::set<std::string>> told;  // by one of their keys is enough
    for (const auto& [blob, hosts] : shown_by) {
        if (hosts.size() < 2 || !told.insert(hosts).second) continue;
        FoldedNames names;
        for (const std::string& host : hosts) names.add(host);
        std::cerr << fmt::format(
            "clientpush: warning: {} show the same host key ({}): one machine under several names, or copies "
            "that can stand in for each other; correct the addresses, or give each a key of its own "
            "(ssh-keygen -A)\n",
            names.text(200), ssh::fingerprint(blob));
    }
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
