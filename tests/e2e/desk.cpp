#include "e2e/desk.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <stdexcept>

#include "support/files.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

std::string program() {
    const char* const path = std::getenv("CLIENTPUSH");
    if (path == nullptr) throw std::runtime_error("CLIENTPUSH does not name clientpush");
    return path;
}

std::string inventory_of(const std::vector<std::string>& clients, const std::string& management_point) {
    std::string text = fmt::format(
        "sites:\n"
        "  ABC:\n"
        "    kind: primary\n"
        "    ports:\n"
        "      http: {{default: 80}}\n"
        "      https: {{default: 443}}\n"
        "    management_points: [{}]\n"
        "clients:\n"
        "  vars: {{site: ABC, platform: linux, membership: workgroup, location: intranet, protocol: http}}\n"
        "  hosts:\n",
        management_point);
    for (const std::string& client : clients) text += fmt::format("    {}:\n", client);
    return text;
}

constexpr const char* configuration =
    "inventory: inventory\n"
    "state: state/state.db\n"
    "known_hosts: known_hosts\n"
    "private_key: login_key\n"
    "payload: payload\n"
    "profile: demo-client\n";

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) line += " " + word;
    return line;
}

}  // namespace

Desk::Desk(const std::vector<std::string>& clients, const std::string& management_point)
    : folder_(home_ / "desk") {
    for (const char* folder : {"inventory", "inventory/host_vars"}) fs::create_directories(folder_ / folder);
    fs::copy(fs::path(CLIENTPUSH_SOURCE_DIR) / "payload", folder_ / "payload", fs::copy_options::recursive);
    write("clientpush.yml", configuration);
    write("inventory/clients.yml", inventory_of(clients, management_point));
}

Desk::Desk(const std::vector<std::string>& clients) : Desk(clients, "127.0.0.1") {
    std::string addresses = "clients:\n  vars: {ansible_host: 127.0.0.1}\n  hosts:\n";
    int port = 1;
    for (const std::string& client : clients)
        addresses += fmt::format("    {}: {{ansible_port: {}}}\n", client, port++);
    write("inventory/addresses.yml", addresses);
    write("known_hosts", "");
    const Output made =
        run_to_end({{"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder_ / "login_key"}, {}, {}});
    if (made.status != 0) throw std::runtime_error(made.err);
}

Desk::Desk(const Fleet& fleet, const std::vector<std::string>& clients)
    : Desk(clients, fleet.management_point()) {
    fs::copy(fleet.inventory(), folder_ / "inventory/addresses.yml");
    fs::copy(fleet.known_hosts(), folder_ / "known_hosts");
    fs::copy(fleet.login_key(), folder_ / "login_key");
}

void Desk::write(const std::string& name, const std::string& text) const {
    write_text(folder_ / name, text);
}

void Desk::replace(const std::string& name, const std::string& text, const std::string& by) const {
    std::string whole = read_text(folder_ / name);
    const auto at = whole.find(text);
    if (at == std::string::npos) throw std::runtime_error(name + " does not say: " + text);
    write(name, whole.replace(at, text.size(), by));
}

void Desk::set(const std::string& client, const std::string& variable, const std::string& value) const {
    const std::string file = "inventory/host_vars/" + client + ".yml";
    write(file, read_text(folder_ / file) + variable + ": " + value + "\n");
}

void Desk::hold_installers() const {
    replace("payload/demo-client/install.sh", "check_values\n",
            "check_values\nuntil [ -e /opt/go ]; do sleep 0.02; done\n");
}

void Desk::release_installer(const Fleet& fleet, const std::string& client) const {
    write_text(fleet.host_folder(client) / "opt/go", "");
}

Start Desk::start_of(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment) const {
    Start start{before_, folder_, environment};
    start.words.push_back(program());
    start.words.insert(start.words.end(), arguments.begin(), arguments.end());
    start.environment.emplace("HOME", home_.path());
    start.environment.emplace("SSH_AUTH_SOCK", "");
    return start;
}

Output Desk::run(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment) const {
    return run_to_end(start_of(arguments, environment));
}

RunningProgram Desk::start(const std::vector<std::string>& arguments) const {
    return RunningProgram(start_of(arguments, {}));
}

nlohmann::json Desk::json(std::vector<std::string> arguments, int status) const {
    arguments.insert(arguments.end(), {"-o", "json"});
    const Output output = run(arguments);
    EXPECT_EQ(output.status, status) << joined(arguments) << "\n" << output.err;
    nlohmann::json answer = nlohmann::json::parse(output.out, nullptr, false);
    EXPECT_FALSE(answer.is_discarded()) << joined(arguments) << "\n" << output.out << output.err;
    return answer;
}

std::map<std::string, std::string> Desk::states() const {
    std::map<std::string, std::string> states;
    const Output output = run({"status", "-o", "json"});
    const auto answer = nlohmann::json::parse(output.out, nullptr, false);
    if (answer.is_discarded()) return states;
    for (const auto& host : answer.at("hosts")) {
        const auto reason = host.at("reason").get<std::string>();
        states[host.at("name")] =
            host.at("state").get<std::string>() + (reason.empty() ? "" : " (" + reason + ")");
    }
    return states;
}

int Desk::attempts(const std::string& client) const {
    const std::string story = run({"status", "--host", client}).out;
    int count = 0;
    for (std::size_t at = 0; (at = story.find("\n  run ", at)) != std::string::npos; ++at) ++count;
    return count;
}

std::string Desk::transcript(const std::vector<std::string>& arguments) const {
    return transcript(arguments, run(arguments));
}

std::string Desk::transcript(const std::vector<std::string>& arguments, const Output& output) const {
    std::string text = "$ clientpush" + joined(arguments) + "\n" + output.out;
    if (!output.err.empty()) text += "--- standard error\n" + output.err;
    return stable(text + fmt::format("--- exit code {}\n", output.status));
}

/// Lines of a detail are joined first: where they break depends on the lengths of what is replaced.
std::string Desk::stable(std::string text) const {
    text = std::regex_replace(text, std::regex(R"(\n {9,})"), " ");
    const std::string folder = folder_;
    for (std::size_t at = 0; (at = text.find(folder)) != std::string::npos;)
        text.replace(at, folder.size(), "DESK");
    static const std::vector<std::pair<std::regex, std::string>> words{
        {std::regex(R"(/[^ ]*/clientpush-fleet-\w{6}/)"), "FLEET/"},
        {std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"), "TIME"},
        {std::regex(R"(SHA256:[A-Za-z0-9+/]{43})"), "FINGERPRINT"},
        {std::regex(R"(127\.\d+\.\d+\.\d+(,? port |:)\d{5})"), "ADDRESS$1PORT"},
        {std::regex(R"(127\.\d+\.\d+\.\d+)"), "ADDRESS"},
        {std::regex(R"(process \d+)"), "process PID"},
        {std::regex(R"(by [^ ]+@[^ ,\n]+)"), "by USER"},
        {std::regex(R"((took|next try in) \d+[a-z]+( \d+[a-z]+)?)"), "$1 A WHILE"},
        {std::regex(R"(\d+[a-z]+( \d+[a-z]+)? ago)"), "A WHILE ago"},
    };
    for (const auto& [pattern, word] : words) text = std::regex_replace(text, pattern, word);
    return text;
}

void expect_golden(const std::string& name, const std::string& actual) {
    const fs::path file = fs::path(CLIENTPUSH_TEST_DATA) / "e2e" / name;
    const char* const accept = std::getenv("CLIENTPUSH_ACCEPT");
    if (accept != nullptr && std::string(accept) == "1") {
        write_text(file, actual);
        return;
    }
    ASSERT_TRUE(fs::exists(file)) << file << " is missing; CLIENTPUSH_ACCEPT=1 writes it";
    EXPECT_EQ(actual, read_text(file)) << "differs from " << file << "; CLIENTPUSH_ACCEPT=1 accepts it";
}

}  // namespace clientpush
