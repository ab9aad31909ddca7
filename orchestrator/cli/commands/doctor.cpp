#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libssh2.h>
#include <openssl/crypto.h>
#include <sqlite3.h>

#include <boost/version.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "ssh/identity.h"
#include "ssh/known_hosts.h"
#include "ssh/signer.h"
#include "ssh/ssh_transport.h"

namespace clientpush {

namespace fs = std::filesystem;

namespace {

struct Finding {
    enum class Status { good, note, bad };

    Status status = Status::good;
    std::string subject;
    std::string text;
};

const char* to_text(Finding::Status status) {
    return status == Finding::Status::good ? "ok" : status == Finding::Status::note ? "note" : "wrong";
}

/// A check that throws is a finding too.
template <typename Check>
void add(std::vector<Finding>& findings, const std::string& subject, Check check) {
    try {
        const auto [status, text] = check();
        findings.push_back({status, subject, text});
    } catch (const Error& error) {
        const std::string cure = error.cure().empty() ? "" : ". " + error.cure();
        findings.push_back({Finding::Status::bad, subject, error.what() + cure});
    }
}

using Result = std::pair<Finding::Status, std::string>;

Result check_libssh2() {
    const std::string version = libssh2_version(0);
    if (libssh2_version(0x010b00) != nullptr) return {Finding::Status::good, version};
    return {
        Finding::Status::note,
        version +
            ": OpenSSH's client serves the hosts that have only an RSA host key or allow only GCM, ChaCha20 "
            "or ETM algorithms, and signs with RSA keys. Ed25519 keys are quicker"};
}

/// One that needs a passphrase is no fault: it is asked for, or the agent signs.
std::string describe_key(const fs::path& file) {
    try {
        const auto key = ssh::Signer::load(file);
        if (!ssh::can_log_in_with(key->type()))
            return file.string() + " (" + key->type() + ": by OpenSSH's client)";
    } catch (const Error& error) {
        if (error.reason() != "key-locked") throw;
        return file.string() + " (needs its passphrase, or the agent)";
    }
    return file.string();
}

Result check_keys(const Settings& settings) {
    std::vector<fs::path> files{settings.private_key};
    if (settings.private_key.empty()) files = ssh::default_ssh_options().key_files;
    std::string found;
    for (const fs::path& file : files) {
        if (!fs::exists(file)) continue;
        found += (found.empty() ? "" : ", ") + describe_key(file);
    }
    if (!found.empty()) return {Finding::Status::good, found};
    return {Finding::Status::bad,
            "no login key found. Make one: ssh-keygen -t ed25519, or name one: --private-key"};
}

Result check_known_hosts(const Settings& settings) {
    const auto known = ssh::KnownHosts::read({settings.known_hosts.begin(), settings.known_hosts.end()});
    const std::string text =
        fmt::format("{} host keys on record in {}", known.size(), fmt::join(settings.known_hosts, ", "));
    if (known.warnings().empty()) return {Finding::Status::good, text};
    return {Finding::Status::note, fmt::format("{}; {} lines could not be read (keys list shows them)", text,
                                               known.warnings().size())};
}

Result check_state(const Settings& settings) {
    const auto state = read_state(settings);
    if (!state) return {Finding::Status::note, settings.state + " is not there yet; the first push makes it"};
    const auto open = state->open_run();
    const std::string run =
        open ? fmt::format(", run {} is {}", open->id, clientpush::to_text(open->state)) : "";
    return {Finding::Status::good, fmt::format("{}: {} runs, {} hosts remembered{}", settings.state,
                                               state->runs().size(), state->host_records().size(), run)};
}

Result check_profile(const Settings& settings) {
    const Profile profile = find_profile(settings, settings.profile);
    const Package package = pack(profile);
    return {Finding::Status::good,
            fmt::format("{}: {} files, {} bytes", profile.name, package.files.size(), package.size())};
}

Result check_inventory(const Settings& settings) {
    const Inventory inventory = read_inventory(settings);
    return {Finding::Status::good,
            fmt::format("{} hosts, {} sites", inventory.hosts.size(), inventory.sites.size())};
}

int doctor(const Settings& settings) {
    std::vector<Finding> findings;
    add(findings, "libssh2", check_libssh2);
    add(findings, "SQLite", [] {
        const bool old = sqlite3_libversion_number() < 3051003;
        return Result{
            old ? Finding::Status::note : Finding::Status::good,
            std::string(sqlite3_libversion()) +
                (old ? ": has a known flaw when two connections write at once; one connection of ours writes"
                     : "")};
    });
    add(findings, "OpenSSL", [] { return Result{Finding::Status::good, OpenSSL_version(OPENSSL_VERSION)}; });
    add(findings, "login key", [&] { return check_keys(settings); });
    add(findings, "known hosts", [&] { return check_known_hosts(settings); });
    add(findings, "state", [&] { return check_state(settings); });
    add(findings, "profile", [&] { return check_profile(settings); });
    if (!settings.inventory.empty()) add(findings, "inventory", [&] { return check_inventory(settings); });

    bool bad = false;
    nlohmann::json rows = nlohmann::json::array();
    for (const Finding& finding : findings) {
        bad |= finding.status == Finding::Status::bad;
        rows.push_back(
            {{"status", to_text(finding.status)}, {"subject", finding.subject}, {"text", finding.text}});
        if (settings.format() != Format::json)
            std::cout << fmt::format("{:<6} {:<12} {}\n", to_text(finding.status), finding.subject,
                                     finding.text);
    }
    if (settings.format() == Format::json) std::cout << nlohmann::json{{"checks", rows}}.dump(2) << '\n';
    return bad ? exit_code::could_not_run : exit_code::ok;
}

}  // namespace

void add_doctor(CLI::App& app, Settings& settings, Chosen& chosen) {
    CLI::App* command =
        app.add_subcommand("doctor", "is this machine fit to push? Keys, state, payload, libraries");
    command->callback([&settings, &chosen] { chosen = [&settings] { return doctor(settings); }; });
}

}  // namespace clientpush
