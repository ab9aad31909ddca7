#include "openssh/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/untrusted.h"

namespace clientpush::openssh {
namespace {

// Of what our caller's configuration may say, this must not differ from what libssh2 would do.
const std::vector<std::string>& constant_options() {
    static const std::vector<std::string> options = {"BatchMode=yes",
                                                     "StrictHostKeyChecking=yes",
                                                     "GlobalKnownHostsFile=/dev/null",
                                                     "KnownHostsCommand=none",
                                                     "NoHostAuthenticationForLocalhost=no",
                                                     "VerifyHostKeyDNS=no",
                                                     "UpdateHostKeys=no",
                                                     "CheckHostIP=no",
                                                     "ClearAllForwardings=yes",
                                                     "ForwardAgent=no",
                                                     "ForwardX11=no",
                                                     "Tunnel=no",
                                                     "ControlMaster=no",
                                                     "ControlPath=none",
                                                     "PermitLocalCommand=no",
                                                     "RemoteCommand=none",
                                                     "ForkAfterAuthentication=no",
                                                     "StdinNull=no",
                                                     "EscapeChar=none",
                                                     "LogLevel=INFO",
                                                     "ConnectionAttempts=1",
                                                     "ServerAliveInterval=15",
                                                     "ServerAliveCountMax=3"};
    return options;
}

[[noreturn]] void refuse(const std::string& what, const std::string& value) {
    throw Error(Error::Kind::usage, "ssh-argument",
                "the " + what + " `" + printable(value) + "` cannot be given to ssh",
                "write it without a leading -, blanks, quotes and control characters");
}

/// A host, or a user of it.
const std::string& checked(const std::string& what, const std::string& value) {
    const auto harmless = [](unsigned char c) {
        return std::isalnum(c) || std::string("-._:%@+\\").find(static_cast<char>(c)) != std::string::npos;
    };
    if (value.empty() || value.front() == '-' || !std::all_of(value.begin(), value.end(), harmless))
        refuse(what, value);
    return value;
}

/// ssh expands % and ${NAME} in file names.
std::string file_name(const std::string& what, const std::string& name) {
    std::string escaped;
    for (const char c : name) {
        if (std::iscntrl(static_cast<unsigned char>(c)) || c == '"' || c == '\\') refuse(what, name);
        escaped += c;
        if (c == '%') escaped += '%';
    }
    if (name.find("${") != std::string::npos || name.starts_with("-")) refuse(what, name);
    return escaped;
}

std::string known_hosts(const OpensshOptions& options, const OnRecord& on_record) {
    std::vector<std::filesystem::path> files = options.known_hosts;
    files.insert(files.end(), on_record.known_hosts.begin(), on_record.known_hosts.end());
    if (files.empty()) files.emplace_back("/dev/null");
    std::string words;
    for (const auto& file : files)
        words += (words.empty() ? "\"" : " \"") + file_name("known_hosts file", file.string()) + '"';
    return "UserKnownHostsFile=" + words;
}

struct Hop {
    std::string user;
    std::string host;
    std::string port;
};

/// "[user@]host[:port]"; an IPv6 address with a port stands in brackets.
Hop read_hop(std::string text) {
    const std::string whole = text;
    Hop hop;
    if (const auto at = text.rfind('@'); at != std::string::npos) {
        hop.user = checked("user of the jump host", text.substr(0, at));
        text.erase(0, at + 1);
    }
    const auto colon = text.rfind(':');
    const bool bracketed = text.starts_with('[') && text.find(']') != std::string::npos;
    if (bracketed) {
        const auto close = text.find(']');
        if (close + 1 < text.size() && text[close + 1] == ':') hop.port = text.substr(close + 2);
        text = text.substr(1, close - 1);
    } else if (colon != std::string::npos && text.find(':') == colon) {
        hop.port = text.substr(colon + 1);
        text.erase(colon);
    }
    if (!std::all_of(hop.port.begin(), hop.port.end(), [](unsigned char c) { return std::isdigit(c); }))
        refuse("jump host", whole);
    hop.host = checked("jump host", text);
    return hop;
}

std::vector<Hop> read_hops(const std::string& jump) {
    std::vector<Hop> hops;
    if (jump == "none") return hops;
    for (std::size_t begin = 0; begin < jump.size();) {
        const std::size_t end = std::min(jump.find(',', begin), jump.size());
        hops.push_back(read_hop(jump.substr(begin, end - begin)));
        begin = end + 1;
    }
    return hops;
}

std::string for_a_shell(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) {
        line += line.empty() ? "'" : " '";
        for (const char c : word) c == '\'' ? line += "'\\''" : line += c;
        line += '\'';
    }
    return line;
}

std::string doubled_percent(const std::string& text) {
    std::string result;
    for (const char c : text) result += c == '%' ? std::string("%%") : std::string(1, c);
    return result;
}

/// What every ssh of a chain is told.
std::vector<std::string> common(const OpensshOptions& options, const OnRecord& on_record,
                                const std::string& key) {
    std::vector<std::string> words = {"-T"};
    if (!options.config.empty()) words.insert(words.end(), {"-F", options.config});
    for (const std::string& option : constant_options()) words.insert(words.end(), {"-o", option});
    words.insert(words.end(), {"-o", known_hosts(options, on_record), "-o",
                               fmt::format("ConnectTimeout={}", options.connect_timeout.count())});
    if (!key.empty())
        words.insert(words.end(), {"-o", "IdentitiesOnly=yes", "-i", file_name("private key", key)});
    return words;
}

/// ssh's own -J would give the jump host none of our options, its host key check included.
std::string proxy_command(const OpensshOptions& options, const std::vector<std::string>& shared,
                          const std::vector<Hop>& hops) {
    std::string command;
    for (const Hop& hop : hops) {
        std::vector<std::string> words = {doubled_percent(options.program.string())};
        for (const std::string& word : shared) words.push_back(doubled_percent(word));
        if (!command.empty()) words.insert(words.end(), {"-o", "ProxyCommand=" + doubled_percent(command)});
        if (!hop.port.empty()) words.insert(words.end(), {"-p", hop.port});
        if (!hop.user.empty()) words.insert(words.end(), {"-l", doubled_percent(hop.user)});
        words.insert(words.end(), {"-W", "[%h]:%p", "--", doubled_percent(hop.host)});
        command = for_a_shell(words);
    }
    return command;
}

std::string key_of(const OpensshOptions& options, const Endpoint& endpoint) {
    std::string key = endpoint.private_key_file;
    if (key.empty()) key = options.private_key_file;
    if (!key.empty() && !std::filesystem::exists(key))
        throw Error(Error::Kind::refused, "key-missing", "there is no private key " + key,
                    "name another (--private-key, ansible_ssh_private_key_file), or make it: ssh-keygen -t "
                    "ed25519 -f " +
                        key);
    return key;
}

}  // namespace

std::vector<std::string> arguments(const OpensshOptions& options, const Endpoint& endpoint,
                                   const std::string& line) {
    if (!endpoint.password_file.empty())
        throw Error(Error::Kind::refused, "password-unsupported",
                    "OpenSSH's client takes no password from us for " + endpoint.name,
                    "log in with a key, or let libssh2 log in (transport: libssh2)");
    OnRecord on_record;
    if (options.on_record) on_record = options.on_record(endpoint);
    const std::vector<std::string> shared = common(options, on_record, key_of(options, endpoint));
    std::vector<std::string> words = shared;
    if (endpoint.jump == "none") words.insert(words.end(), {"-o", "ProxyJump=none"});
    const std::string proxy = proxy_command(options, shared, read_hops(endpoint.jump));
    if (!proxy.empty()) words.insert(words.end(), {"-o", "ProxyCommand=" + proxy});
    if (!on_record.name.empty()) words.insert(words.end(), {"-o", "HostKeyAlias=" + on_record.name});
    if (endpoint.port != 0) words.insert(words.end(), {"-p", std::to_string(endpoint.port)});
    const std::string& user = endpoint.user.empty() ? options.user : endpoint.user;
    if (!user.empty()) words.insert(words.end(), {"-l", checked("user", user)});
    words.insert(words.end(), {"--", checked("address", endpoint.address), line});
    return words;
}

}  // namespace clientpush::openssh
