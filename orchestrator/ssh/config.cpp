#include "ssh/config.h"

#include <algorithm>
#include <optional>

#include "base/account.h"

namespace clientpush::ssh {
namespace {

namespace fs = std::filesystem;

const char* const system_file = "/etc/ssh/ssh_config";

std::optional<std::uint16_t> port_of(const std::string& text) {
    const bool digits = !text.empty() && text.size() <= 5 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return std::nullopt;
    const int number = std::stoi(text);
    if (number < 1 || number > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(number);
}

using Tokens = std::vector<std::pair<char, std::string>>;

/// Nothing when there is a token that nobody explains.
std::optional<std::string> expanded(std::string_view text, const Tokens& tokens) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        if (++i == text.size()) return std::nullopt;
        const auto token =
            std::find_if(tokens.begin(), tokens.end(), [&](const auto& one) { return one.first == text[i]; });
        if (token == tokens.end()) return std::nullopt;
        result += token->second;
    }
    return result;
}

bool is_none(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text == "none";
}

}  // namespace

std::string HostConfig::needs_openssh() const {
    if (!proxy_command.empty() && !is_none(proxy_command)) return "ProxyCommand";
    if (gssapi) return "GSSAPIAuthentication";
    if (!security_key_provider.empty() && security_key_provider != "internal") return "SecurityKeyProvider";
    return {};
}

/// One walk through the lines, for one host.
class SshConfig::Reading {
public:
    Reading(const std::string& host, const std::string& user)
        : subject_{host, host, user.empty() ? own_user() : user, own_user()}, user_given_(!user.empty()) {}

    void walk(const std::vector<ConfigLine>& lines, bool active, bool never) {
        for (const ConfigLine& line : lines) {
            if (line.keyword == "host")
                active = !never && matches_host_line(line, subject_.original);
            else if (line.keyword == "match")
                active = matches(line) && !never;
            else if (line.keyword == "include")
                walk(line.included, active, never || !active);
            else if (active)
                take(line);
        }
    }

    HostConfig result() {
        throw_if_wrong(problems_);
        return std::move(config_);
    }

private:
    bool matches(const ConfigLine& line) {
        std::vector<std::string> unknown;
        const bool holds = matches_match_line(line, subject_, unknown, problems_);
        for (const std::string& criterion : unknown) note(criterion);
        return holds;
    }

    void take(const ConfigLine& line) {
        if (line.keyword == "hostname")
            take_host_name(line);
        else if (line.keyword == "port")
            take_port(line);
        else if (line.keyword == "user")
            take_user(line);
        else if (line.keyword == "identityfile")
            take_identity(line);
        else if (line.keyword == "proxyjump")
            take_proxy(line, config_.proxy_jump);
        else if (line.keyword == "proxycommand")
            take_proxy(line, config_.proxy_command);
        else if (line.keyword == "userknownhostsfile")
            take_list(line, config_.known_hosts);
        else if (line.keyword == "stricthostkeychecking")
            take_one(line, config_.strict_host_key_checking);
        else if (line.keyword == "securitykeyprovider")
            take_one(line, config_.security_key_provider);
        else if (line.keyword == "gssapiauthentication")
            take_gssapi(line);
        else
            note(line.keyword);
    }

    void take_host_name(const ConfigLine& line) {
        if (!config_.host_name.empty()) return;
        const auto name = expanded(line.arguments.empty() ? "" : line.arguments.front(),
                                   {{'h', subject_.original}, {'%', "%"}});
        if (!name || name->empty()) return wrong(line, "a name, or one with %h");
        config_.host_name = *name;
        subject_.host = *name;
    }

    void take_port(const ConfigLine& line) {
        const auto port = port_of(line.arguments.empty() ? "" : line.arguments.front());
        if (!port) return wrong(line, "a port from 1 to 65535");
        if (config_.port == 0) config_.port = *port;
    }

    void take_user(const ConfigLine& line) {
        take_one(line, config_.user);
        if (!user_given_) subject_.user = config_.user;
    }

    void take_identity(const ConfigLine& line) {
        if (line.arguments.size() != 1) return wrong(line, "one file name");
        auto& files = config_.identity_files;
        if (std::find(files.begin(), files.end(), line.arguments.front()) == files.end())
            files.push_back(line.arguments.front());
    }

    /// Whichever of the two comes first counts.
    void take_proxy(const ConfigLine& line, std::string& value) {
        if (config_.proxy_jump.empty() && config_.proxy_command.empty()) value = line.rest;
    }

    void take_gssapi(const ConfigLine& line) {
        const std::string value = line.arguments.empty() ? "" : line.arguments.front();
        if (gssapi_is_set_) return;
        gssapi_is_set_ = true;
        config_.gssapi = value == "yes" || value == "true";
        if (line.of_system) config_.gssapi = false;
    }

    void take_one(const ConfigLine& line, std::string& value) {
        if (line.arguments.size() != 1) return wrong(line, "one value");
        if (value.empty()) value = line.arguments.front();
    }

    static void take_list(const ConfigLine& line, std::vector<std::string>& value) {
        if (value.empty()) value = line.arguments;
    }

    void note(const std::string& keyword) {
        auto& notes = config_.not_honoured;
        if (std::find(notes.begin(), notes.end(), keyword) == notes.end()) notes.push_back(keyword);
    }

    void wrong(const ConfigLine& line, const std::string& wanted) {
        problems_.push_back({line.at,
                             "`" + line.keyword + "` wants " + wanted,
                             "correct the line, or do without: --ssh-config none",
                             {}});
    }

    ConfigSubject subject_;
    bool user_given_;
    bool gssapi_is_set_ = false;
    HostConfig config_;
    std::vector<Problem> problems_;
};

SshConfig SshConfig::read(const std::vector<fs::path>& files) {
    SshConfig config;
    std::vector<Problem> problems;
    for (const fs::path& file : files) {
        const ConfigPlace place{own_home(), file == system_file, 0};
        auto lines = read_config_file(file, place, problems);
        // A file begins outside of every Host block.
        if (!lines.empty()) config.lines_.push_back({"host", {"*"}, "*", {}, place.of_system, {}});
        config.lines_.insert(config.lines_.end(), lines.begin(), lines.end());
    }
    throw_if_wrong(problems);
    return config;
}

SshConfig SshConfig::of_text(std::string_view text, const fs::path& home) {
    SshConfig config;
    std::vector<Problem> problems;
    config.lines_ = read_config_text(text, "ssh_config", {home, false, 0}, problems);
    throw_if_wrong(problems);
    return config;
}

HostConfig SshConfig::of(const std::string& host, const std::string& user) const {
    Reading reading(host, user);
    reading.walk(lines_, true, false);
    return reading.result();
}

std::vector<fs::path> default_config_files() {
    return {own_home() / ".ssh/config", system_file};
}

namespace {

/// A file name with ~ and tokens replaced; nothing for "none", and for one that cannot be.
std::optional<fs::path> file_of(const std::string& text, const Tokens& tokens) {
    if (text == "none" || text.find("${") != std::string::npos) return std::nullopt;
    auto name = expanded(text, tokens);
    if (name && name->starts_with("~/")) name = (own_home() / name->substr(2)).string();
    if (!name) return std::nullopt;
    return fs::path(*name);
}

std::vector<fs::path> files_of(const std::vector<std::string>& texts, const Tokens& tokens,
                               std::vector<std::string>& notes) {
    std::vector<fs::path> files;
    for (const std::string& text : texts) {
        const auto file = file_of(text, tokens);
        if (file) files.push_back(*file);
        if (!file && text != "none") notes.push_back("the file name " + text);
    }
    return files;
}

Tokens tokens_for(const Endpoint& endpoint, const std::string& original) {
    const std::string port = std::to_string(endpoint.port == 0 ? 22 : endpoint.port);
    const std::string user = endpoint.user.empty() ? own_user() : endpoint.user;
    return {{'%', "%"},  {'h', endpoint.address},    {'n', original},  {'p', port},
            {'r', user}, {'d', own_home().string()}, {'u', own_user()}};
}

}  // namespace

Configured apply(const SshConfig& config, Endpoint endpoint) {
    const HostConfig found = config.of(endpoint.address, endpoint.user);
    const std::string original = endpoint.address;
    Configured result;
    result.needs_openssh = found.needs_openssh();
    result.notes = found.not_honoured;
    if (!found.host_name.empty()) endpoint.address = found.host_name;
    if (endpoint.port == 0) endpoint.port = found.port;
    if (endpoint.user.empty()) endpoint.user = found.user;
    const Tokens tokens = tokens_for(endpoint, original);
    if (endpoint.jump.empty()) {
        const auto jump = expanded(found.proxy_jump, tokens);
        if (jump)
            endpoint.jump = *jump;
        else
            result.notes.push_back("ProxyJump " + found.proxy_jump);
    }
    const std::string& strict = found.strict_host_key_checking;
    if (strict == "no" || strict == "off" || strict == "accept-new")
        result.notes.push_back("StrictHostKeyChecking " + strict + " (host keys are always checked)");
    result.key_files = files_of(found.identity_files, tokens, result.notes);
    result.known_hosts = files_of(found.known_hosts, tokens, result.notes);
    result.endpoint = std::move(endpoint);
    return result;
}

}  // namespace clientpush::ssh
