#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/commands/keys_approve.h"
#include "cli/commands/keys_offer.h"
#include "cli/connections.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/order.h"
#include "push/endpoint.h"

namespace clientpush {

namespace {

nlohmann::json to_json(const ssh::HostKey& key) {
    return {{"type", key.type}, {"fingerprint", ssh::fingerprint(key.blob)}};
}

nlohmann::json to_json(const std::vector<Offer>& offers) {
    nlohmann::json hosts = nlohmann::json::array();
    for (const Offer& offer : offers) {
        nlohmann::json keys = nlohmann::json::array();
        for (std::size_t i = 0; i < offer.keys.size(); ++i) {
            keys.push_back(to_json(offer.keys[i]));
            keys.back()["trust"] = to_text(offer.verdicts[i].trust);
        }
        hosts.push_back({{"name", offer.host.name}, {"keys", keys}, {"error", offer.failure}});
    }
    return {{"hosts", hosts}};
}

int scan(const Settings& settings) {
    const Inventory inventory = read_inventory(settings);
    const std::vector<Offer> offers = collect_offers(settings, inventory);
    if (settings.format() == Format::json)
        std::cout << to_json(offers).dump(2) << '\n';
    else
        for (const Offer& offer : offers) print(offer);
    warn_of_shared_keys(offers);
    int code = exit_code::ok;
    for (const Offer& offer : offers) {
        if (!offer.failure.empty()) code |= exit_code::some_open;
        for (const ssh::KeyVerdict& verdict : offer.verdicts)
            if (verdict.trust != ssh::KeyVerdict::Trust::known) code |= exit_code::some_wrong;
    }
    return code;
}

nlohmann::json list_as_json(const std::string& host, const std::vector<ssh::RecordedKey>& keys) {
    nlohmann::json list = nlohmann::json::array();
    for (const ssh::RecordedKey& one : keys) {
        list.push_back(to_json(one.key));
        list.back()["file"] = one.at.file;
        list.back()["line"] = one.at.line;
    }
    return {{"name", host}, {"keys", list}};
}

void list_as_text(const std::string& host, const std::vector<ssh::RecordedKey>& keys) {
    if (keys.empty()) std::cout << fmt::format("{}: no key on record\n", host);
    for (const ssh::RecordedKey& one : keys)
        std::cout << fmt::format("{}: {} {} ({}:{})\n", host, one.key.type, ssh::fingerprint(one.key.blob),
                                 one.at.file, one.at.line);
}

int list(const Settings& settings) {
    const Inventory inventory = read_inventory(settings);
    const auto transport = make_ssh_transport(settings);
    for (const Problem& warning : transport->known_hosts().warnings())
        std::cerr << describe(std::vector<Problem>{warning});
    nlohmann::json hosts = nlohmann::json::array();
    bool complete = true;
    for (const std::size_t index : select_hosts(inventory, settings)) {
        Host facts = inventory.hosts.facts(index);
        fill_in(facts, settings);
        const ssh::Configured host = transport->configured(endpoint_of(facts));
        const auto keys = transport->known_hosts_of(host)->recorded_keys(names_of(host.endpoint), &complete);
        if (settings.format() == Format::json)
            hosts.push_back(list_as_json(host.endpoint.name, keys));
        else
            list_as_text(host.endpoint.name, keys);
    }
    if (settings.format() == Format::json) std::cout << nlohmann::json{{"hosts", hosts}}.dump(2) << '\n';
    if (!complete)
        std::cerr << "of the hashed names on record not all were looked up, because that takes long: name "
                     "fewer hosts (-l)\n";
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
    auto from = std::make_shared<std::string>();
    CLI::App* approve_command =
        command->add_subcommand("approve", "record the keys that these hosts show now");
    approve_command->add_option("hosts", *patterns, "a host pattern")->required();
    approve_command
        ->add_option("--from", *from, "only keys in this list: \"host SHA256:...\" or known_hosts lines")
        ->check(not_empty);
    approve_command->callback([=, &settings, &chosen] {
        chosen = [=, &settings] { return approve_keys(settings, *patterns, *from); };
    });
    CLI::App* list_command =
        command->add_subcommand("list", "what is on record for the hosts of the inventory");
    list_command->callback([&settings, &chosen] { chosen = [&settings] { return list(settings); }; });
}

}  // namespace clientpush
