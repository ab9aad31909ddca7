#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/names.h"
#include "base/untrusted.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "push/within.h"
#include "ssh/known_hosts.h"
#include "ssh/known_hosts_file.h"
#include "ssh/scan.h"

namespace clientpush {

namespace {

struct Offer {
    Host host;
    std::vector<ssh::HostKey> keys;
    std::vector<ssh::KeyVerdict> verdicts;  ///< of each key
    std::string failure;
};

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

Endpoint endpoint_of(const Host& host) {
    Endpoint endpoint;
    endpoint.name = host.name;
    endpoint.address = host.address;
    endpoint.port = host.port;
    return endpoint;
}

asio::awaitable<void> scan_next(std::vector<Offer>& offers, std::size_t& next, Clock& clock, Duration limit) {
    while (next < offers.size()) {
        Offer& offer = offers[next++];
        try {
            const Error late(Error::Kind::unreachable, "no-answer",
                             "no answer within " + clientpush::to_text(limit));
            const ssh::OfferedKeys offered =
                co_await within(clock, limit, ssh::scan(endpoint_of(offer.host)), late);
            offer.keys = offered.keys;
        } catch (const Error& error) {
            offer.failure = printable(error.what());
        }
    }
}

/// The keys that the selected hosts show, at most 50 hosts at once, and what the files on record say of each.
std::vector<Offer> scan_all(const Settings& settings, const Inventory& inventory) {
    std::vector<Offer> offers;
    for (const std::size_t index : select_hosts(inventory, settings))
        if (Host host = inventory.hosts.facts(index); host.client.has_address)
            offers.push_back({std::move(host), {}, {}, {}});
    asio::io_context loop(1);
    SystemClock clock;
    std::size_t next = 0;
    for (int i = 0; i < 50; ++i)
        asio::co_spawn(loop, scan_next(offers, next, clock, settings.connect_timeout), asio::detached);
    loop.run();

    const auto known = ssh::KnownHosts::read({settings.known_hosts.begin(), settings.known_hosts.end()});
    for (Offer& offer : offers) {
        const ssh::HostNames names{{offer.host.name, offer.host.address}, offer.host.port};
        for (const ssh::HostKey& key : offer.keys) offer.verdicts.push_back(known.check(names, key));
    }
    return offers;
}

nlohmann::json to_json(const std::vector<Offer>& offers) {
    nlohmann::json hosts = nlohmann::json::array();
    for (const Offer& offer : offers) {
        nlohmann::json keys = nlohmann::json::array();
        for (std::size_t i = 0; i < offer.keys.size(); ++i)
            keys.push_back({{"type", offer.keys[i].type},
                            {"fingerprint", ssh::fingerprint(offer.keys[i].blob)},
                            {"trust", to_text(offer.verdicts[i].trust)}});
        hosts.push_back({{"name", offer.host.name}, {"keys", keys}, {"error", offer.failure}});
    }
    return {{"hosts", hosts}};
}

void print(const Offer& offer) {
    if (!offer.failure.empty()) std::cout << fmt::format("{}: {}\n", offer.host.name, offer.failure);
    for (std::size_t i = 0; i < offer.keys.size(); ++i) {
        std::cout << fmt::format("{}: {} {} {}\n", offer.host.name, to_text(offer.verdicts[i].trust),
                                 offer.keys[i].type, ssh::fingerprint(offer.keys[i].blob));
        if (offer.verdicts[i].trust != ssh::KeyVerdict::Trust::changed) continue;
        for (const ssh::RecordedKey& recorded : offer.verdicts[i].recorded)
            std::cout << fmt::format("    on record: {} {} ({})\n", recorded.key.type,
                                     ssh::fingerprint(recorded.key.blob), clientpush::to_text(recorded.at));
    }
}

int scan(const Settings& settings) {
    const Inventory inventory = read_inventory(settings);
    const std::vector<Offer> offers = scan_all(settings, inventory);
    if (settings.format() == Format::json)
        std::cout << to_json(offers).dump(2) << '\n';
    else
        for (const Offer& offer : offers) print(offer);
    int code = exit_code::ok;
    for (const Offer& offer : offers) {
        if (!offer.failure.empty()) code |= exit_code::some_open;
        for (const ssh::KeyVerdict& verdict : offer.verdicts)
            if (verdict.trust != ssh::KeyVerdict::Trust::known) code |= exit_code::some_wrong;
    }
    return code;
}

bool needs_approval(const Offer& offer) {
    for (const ssh::KeyVerdict& verdict : offer.verdicts)
        if (verdict.trust == ssh::KeyVerdict::Trust::unknown ||
            verdict.trust == ssh::KeyVerdict::Trust::changed)
            return true;
    return false;
}

std::string recorded_name(const Host& host) {
    return host.port == 22 ? host.address : fmt::format("[{}]:{}", host.address, host.port);
}

int approve(Settings settings, const std::vector<std::string>& patterns) {
    settings.limit.insert(settings.limit.end(), patterns.begin(), patterns.end());
    const Inventory inventory = read_inventory(settings);
    const std::vector<Offer> offers = scan_all(settings, inventory);
    std::size_t waiting = 0;
    int code = exit_code::ok;
    for (const Offer& offer : offers) {
        if (!offer.failure.empty()) code = exit_code::some_open;
        if (needs_approval(offer)) ++waiting;
        if (needs_approval(offer) || !offer.failure.empty()) print(offer);
    }
    if (waiting == 0) {
        std::cout << "nothing to approve: every key that was shown is on record\n";
        return code;
    }
    const std::string& file = settings.known_hosts.front();
    if (!settings.yes &&
        !ask_yes(fmt::format("Record these keys of {} in {}?", counted(waiting, "host"), file)))
        throw Error(
            Error::Kind::usage, "not-approved", "nothing was recorded",
            "compare the fingerprints with those on the hosts (ssh-keygen -lf), then answer y or add -y");
    for (const Offer& offer : offers)
        if (needs_approval(offer)) ssh::record_host_keys(file, recorded_name(offer.host), offer.keys);
    std::cout << fmt::format("recorded the keys of {} in {}\n", counted(waiting, "host"), file);
    return code;
}

int list(const Settings& settings) {
    const Inventory inventory = read_inventory(settings);
    const auto known = ssh::KnownHosts::read({settings.known_hosts.begin(), settings.known_hosts.end()});
    for (const Problem& warning : known.warnings()) std::cerr << describe(std::vector<Problem>{warning});
    for (const std::size_t index : select_hosts(inventory, settings)) {
        const Host host = inventory.hosts.facts(index);
        const auto types = known.recorded_types({{host.name, host.address}, host.port});
        std::string text;
        for (const std::string& type : types) text += (text.empty() ? "" : ", ") + type;
        std::cout << fmt::format("{}: {}\n", host.name, text.empty() ? "no key on record" : text);
    }
    return exit_code::ok;
}

}  // namespace

void add_keys(CLI::App& app, Settings& settings, Chosen& chosen) {
    CLI::App* command = app.add_subcommand("keys", "host keys: look at them, and approve them by name");
    command->require_subcommand(1);
    command->fallthrough();
    CLI::App* scan_command = command->add_subcommand("scan", "what hosts show, against what is on record");
    scan_command->callback([&settings, &chosen] { chosen = [&settings] { return scan(settings); }; });
    auto patterns = std::make_shared<std::vector<std::string>>();
    CLI::App* approve_command =
        command->add_subcommand("approve", "record the keys that these hosts show now");
    approve_command->add_option("hosts", *patterns, "a host pattern")->required();
    approve_command->callback(
        [=, &settings, &chosen] { chosen = [=, &settings] { return approve(settings, *patterns); }; });
    CLI::App* list_command =
        command->add_subcommand("list", "what is on record for the hosts of the inventory");
    list_command->callback([&settings, &chosen] { chosen = [&settings] { return list(settings); }; });
}

}  // namespace clientpush
