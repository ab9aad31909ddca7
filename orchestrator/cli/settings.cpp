#include "cli/settings.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>

#include "base/problem.h"
#include "yaml/document.h"

namespace clientpush {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

fs::path below_home(const char* variable, const char* otherwise) {
    if (const std::string set = environment(variable); !set.empty()) return set;
    return fs::path(environment("HOME")) / otherwise;
}

/// Whoever may write it decides whom we push to, with which key.
void refuse_unsafe(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return;
    const bool others = (status.st_mode & S_IWOTH) != 0;
    const bool owner_ok = status.st_uid == 0 || status.st_uid == ::geteuid();
    if (others || !owner_ok)
        throw Error(Error::Kind::usage, "config-unsafe",
                    file.string() + (others ? " may be written by everybody" : " belongs to somebody else"),
                    others ? "chmod o-w " + file.string() : "chown it to yourself, or move it away");
}

/// Takes a value over, or says what it should have been.
using Assign = std::function<std::string(Settings&, const yaml::Node&)>;

Assign text(std::string Settings::*member) {
    return [member](Settings& settings, const yaml::Node& node) {
        settings.*member = node.text;
        return std::string();
    };
}

Assign list(std::vector<std::string> Settings::*member) {
    return [member](Settings& settings, const yaml::Node& node) {
        (settings.*member).clear();
        if (node.kind == yaml::Node::Kind::scalar) (settings.*member).push_back(node.text);
        for (const yaml::Node& item : node.items) (settings.*member).push_back(item.text);
        return std::string();
    };
}

std::string take_columns(Settings& settings, const yaml::Node& node) {
    const char* const wanted = "a mapping of headers to variables: {Computer Name: name, Domain: forest}";
    if (node.kind != yaml::Node::Kind::mapping) return wanted;
    settings.columns.clear();
    for (const yaml::Node::Entry& entry : node.entries) {
        if (entry.value.kind != yaml::Node::Kind::scalar || entry.value.text.empty()) return wanted;
        settings.columns[entry.key] = entry.value.text;
    }
    return {};
}

std::string take_inventory_timeout(Settings& settings, const yaml::Node& node) {
    return parse_timeout(node.text, settings.inventory_timeout) ? "" : "a time such as 30s or 2m";
}

std::string take_forks(Settings& settings, const yaml::Node& node) {
    const auto number = yaml::as_integer(node);
    if (!number || *number < 1 || *number > 10'000) return "a whole number from 1 to 10000";
    settings.forks = static_cast<int>(*number);
    return {};
}

std::string take_become(Settings& settings, const yaml::Node& node) {
    const std::optional<bool> said = yaml::as_truth(node);
    if (!said) return "true or false";
    settings.become = *said;
    return {};
}

std::string take_transport(Settings& settings, const yaml::Node& node) {
    if (node.text != "auto" && node.text != "libssh2" && node.text != "openssh")
        return "auto, libssh2 or openssh";
    settings.transport = node.text;
    return {};
}

std::string take_threads(Settings& settings, const yaml::Node& node) {
    const auto number = yaml::as_integer(node);
    if (!number || *number < 0 || *number > 64) return "a whole number from 0 to 64";
    settings.threads = static_cast<int>(*number);
    return {};
}

std::string take_connect_timeout(Settings& settings, const yaml::Node& node) {
    return parse_timeout(node.text, settings.connect_timeout) ? "" : "a time such as 10s or 1m";
}

const std::map<std::string, Assign>& keys() {
    static const std::map<std::string, Assign> known{
        {"inventory", list(&Settings::inventory)},
        {"known_hosts", list(&Settings::known_hosts)},
        {"state", text(&Settings::state)},
        {"kill_switch", text(&Settings::kill_switch)},
        {"user", text(&Settings::user)},
        {"private_key", text(&Settings::private_key)},
        {"private_key_passphrase_file", text(&Settings::private_key_passphrase_file)},
        {"connection_password_file", text(&Settings::connection_password_file)},
        {"become", take_become},
        {"become_user", text(&Settings::become_user)},
        {"become_password_file", text(&Settings::become_password_file)},
        {"jump", text(&Settings::jump)},
        {"transport", take_transport},
        {"ssh_config", text(&Settings::ssh_config)},
        {"payload", text(&Settings::payload)},
        {"profile", text(&Settings::profile)},
        {"color", text(&Settings::color)},
        {"columns", take_columns},
        {"inventory_timeout", take_inventory_timeout},
        {"forks", take_forks},
        {"threads", take_threads},
        {"connect_timeout", take_connect_timeout}};
    return known;
}

void read_one(Settings& settings, const fs::path& file) {
    if (!fs::exists(file)) return;
    refuse_unsafe(file);
    std::vector<Problem> problems;
    if (const auto document = yaml::parse_file(file.string(), problems, std::size_t{1} << 20)) {
        for (const yaml::Node::Entry& entry : document->root.entries) {
            const auto key = keys().find(entry.key);
            if (key != keys().end()) {
                if (const std::string wanted = key->second(settings, entry.value); !wanted.empty())
                    problems.push_back(
                        document->problem(document->at(entry), "`" + entry.key + "` wants " + wanted, ""));
                continue;
            }
            std::vector<std::string> names;
            for (const auto& [name, assign] : keys()) names.push_back(name);
            const std::string near = yaml::nearest(entry.key, names);
            problems.push_back(document->problem(document->at(entry), "unknown setting `" + entry.key + "`",
                                                 near.empty() ? "" : "did you mean `" + near + "`?"));
        }
    }
    throw_if_wrong(problems);
}

/// Beside the program for a build tree, below its prefix when installed.
std::string default_payload() {
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    for (fs::path folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
        if (fs::exists(folder / "payload" / "runner", ignored)) return (folder / "payload").string();
        const fs::path shared = folder / "share/clientpush/payload";
        if (fs::exists(shared, ignored)) return shared.string();
    }
    return "payload";
}

}  // namespace

Format Settings::format() const {
    if (const auto known = parse_format(output)) return *known;
    throw Error(Error::Kind::usage, "output-unknown", "unknown output format `" + output + "`",
                "use -o table, json, ndjson, csv, markdown or html");
}

bool parse_timeout(const std::string& text, Duration& out) {
    Duration read{};
    if (!parse_duration(text, read) || read <= Duration{0}) return false;
    out = read;
    return true;
}

void read_configuration(Settings& settings) {
    read_one(settings, "/etc/clientpush/config.yml");
    read_one(settings, below_home("XDG_CONFIG_HOME", ".config") / "clientpush/config.yml");
    read_one(settings, "clientpush.yml");
}

void fill_defaults(Settings& settings) {
    if (settings.inventory.empty() && fs::exists("inventory")) settings.inventory = {"inventory"};
    if (settings.state.empty())
        settings.state = (below_home("XDG_STATE_HOME", ".local/state") / "clientpush/state.db").string();
    if (settings.kill_switch.empty())
        settings.kill_switch = (fs::path(settings.state).parent_path() / "stop").string();
    if (settings.known_hosts.empty())
        settings.known_hosts = {(fs::path(settings.state).parent_path() / "known_hosts").string(),
                                (fs::path(environment("HOME")) / ".ssh/known_hosts").string(),
                                "/etc/ssh/ssh_known_hosts"};
    if (settings.payload.empty()) settings.payload = default_payload();
}

}  // namespace clientpush
