#include "fleet/fleet.h"

#include <fmt/core.h>
#include <pwd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "base/error.h"
#include "fleet/key.h"

namespace clientpush::fleet {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

void check_name(const std::string& name) {
    if (!name.empty() && name.size() <= 63 && name[0] != '.' && name[0] != '-' &&
        name.find_first_not_of(letters) == std::string::npos) {
        return;
    }
    throw Error(Error::Kind::usage, "bad-name", fmt::format("\"{}\" is no host name", name),
                "use letters, digits, dots, dashes and underscores, 63 at most");
}

std::string home_of(const std::string& user) {
    const passwd* const entry = ::getpwnam(user.c_str());
    if (entry != nullptr && std::string_view(entry->pw_dir).size() > 1) return entry->pw_dir;
    throw Error(Error::Kind::usage, "no-user",
                fmt::format("this machine has no user {} with a home folder", user),
                "name another one with --user");
}

std::string new_login_key(const Layout& layout) {
    const KeyPair key = generate_key();
    write_file(layout.login_key(), key.private_file, 0600);
    write_file(layout.login_key().string() + ".pub", key.public_line + "\n");
    return key.public_line;
}

std::string checked_size(const std::string& size) {
    if (size == "none") return {};
    const std::size_t digits = std::min(size.find_first_not_of("0123456789"), size.size());
    const std::string unit = size.substr(digits);
    if (digits > 0 && digits < 10 && (unit.empty() || unit == "K" || unit == "M" || unit == "G")) return size;
    throw Error(Error::Kind::usage, "bad-size", fmt::format("\"{}\" is no size", size),
                "write 200K, 5M, 1G or none");
}

}  // namespace

Fleet::Fleet(asio::io_context& loop, Layout layout, const FleetOptions& options)
    : loop_(loop), layout_(std::move(layout)), management_points_(loop) {
    fs::create_directories(layout_.dir / "hosts");
    add_hosts(options, new_login_key(layout_));
    for (const std::string& text : options.management_points) {
        for (const tcp::endpoint& endpoint : parse_endpoints(text)) management_points_.open(endpoint);
    }
    if (!hosts_.empty()) hosts_.front()->machine().ask(Ask::ping);
    write_inventory(options.user);
}

void Fleet::add_hosts(const FleetOptions& options, const std::string& login_key) {
    const std::string home = home_of(options.user);
    const std::vector<Address> addresses = addresses_after(options.base, options.names.size());
    std::uint16_t port = options.port;
    for (std::size_t i = 0; i < options.names.size(); ++i) {
        const std::string& name = options.names[i];
        check_name(name);
        if (by_name_.contains(name)) {
            throw Error(Error::Kind::usage, "double-name", fmt::format("the host {} is named twice", name));
        }
        const fs::path folder = layout_.host(name);
        HostFolder{folder}.create(name, options.user, login_key);
        hosts_.push_back(std::make_unique<Host>(loop_, tcp::endpoint(addresses[i], port),
                                                MachineSettings{name, home, folder, {}}, login_key));
        by_name_[name] = hosts_.back().get();
        hosts_.back()->listen();
        port = hosts_.back()->endpoint().port();
    }
}

void Fleet::write_inventory(const std::string& user) const {
    std::string inventory = "all:\n  hosts:\n";
    std::string known;
    for (const auto& host : hosts_) {
        const std::string address = host->endpoint().address().to_string();
        const unsigned port = host->endpoint().port();
        inventory += fmt::format(
            "    \"{}\": {{ansible_host: {}, ansible_port: {}, ansible_user: {}, "
            "ansible_ssh_private_key_file: \"{}\"}}\n",
            host->name(), address, port, user, layout_.login_key().string());
        known += fmt::format("[{}]:{} {}\n", address, port, host->host_key());
    }
    fs::create_directories(layout_.inventory().parent_path());
    write_file(layout_.inventory(), inventory);
    write_file(layout_.known_hosts(), known);
}

Host& Fleet::host(const std::string& name) const {
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) return *found->second;
    throw Error(Error::Kind::usage, "no-such-host", fmt::format("the fleet has no host {}", name),
                "`clientpush-fleet list` names them");
}

std::string Fleet::execute(const std::vector<std::string>& words) {
    const std::string& verb = words.at(0);
    if (verb == "list") return list();
    if (verb == "mp") {
        for (const tcp::endpoint& endpoint : parse_endpoints(words.at(2))) {
            if (words.at(1) == "open") management_points_.open(endpoint);
            if (words.at(1) == "close") management_points_.close(endpoint);
        }
        return {};
    }
    Host& target = host(words.at(1));
    if (verb == "set") target.turn(parse_switch(words.at(2)));
    if (verb == "swap-key") target.swap_key();
    if (verb == "reboot") target.reboot();
    if (verb == "limit") target.machine().limit_disk(checked_size(words.at(2)));
    if (verb == "revoke") target.revoke();
    if (verb == "admit") target.admit();
    if (verb == "init") return fmt::format("{} {}", target.machine().init(), target.home());
    return {};
}

std::string Fleet::list() const {
    std::string text;
    for (const auto& host : hosts_) text += host->summary() + "\n";
    return text + management_points_.summary();
}

void Fleet::stop() {
    for (const auto& host : hosts_) host->machine().begin_stop();
    for (const auto& host : hosts_) host->machine().stop();
}

std::string Fleet::summary() const {
    if (hosts_.empty()) return "no hosts";
    return fmt::format("{} hosts, {} to {}, port {}", hosts_.size(),
                       hosts_.front()->endpoint().address().to_string(),
                       hosts_.back()->endpoint().address().to_string(), hosts_.front()->endpoint().port());
}

}  // namespace clientpush::fleet
