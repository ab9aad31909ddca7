#include "inventory/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>

#include "inventory/range.h"
#include "yaml/document.h"

namespace clientpush {
namespace {

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_hex(char c) {
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_stop(std::string_view stop) {
    if (const auto at = stop.rfind('@'); at != stop.npos) {
        if (at == 0 || stop.front() == '-' || stop.substr(0, at).find(' ') != stop.npos) return false;
        stop.remove_prefix(at + 1);
    }
    const auto colon = stop.rfind(':');
    const bool lone_colon = colon != stop.npos && (stop.find(':') == colon || stop[colon - 1] == ']');
    if (lone_colon) {
        if (!parse_port(stop.substr(colon + 1))) return false;
        stop = stop.substr(0, colon);
    }
    if (stop.starts_with('[') && stop.ends_with(']')) stop = stop.substr(1, stop.size() - 2);
    return is_host_name(stop);
}

/// "user@a:2022,[fe80::1]:22,b".
bool is_way(std::string_view text) {
    for (;;) {
        const auto comma = text.find(',');
        if (!is_stop(text.substr(0, comma))) return false;
        if (comma == text.npos) return true;
        text.remove_prefix(comma + 1);
    }
}

Wrong must_be(const std::string& text, std::string_view expected, std::string cure) {
    return {fmt::format("is \"{}\", but must be {}", text, expected), std::move(cure)};
}

}  // namespace

std::optional<Wrong> check_word(const std::string& text, const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), text) != known.end()) return std::nullopt;
    const std::string meant = yaml::nearest(text, known);
    return must_be(text, fmt::format("one of {}", fmt::join(known, ", ")),
                   meant.empty() ? "write one of these" : fmt::format("write \"{}\"", meant));
}

std::optional<Wrong> check_text(const std::string& text) {
    if (text.find('\n') == std::string::npos && text.front() != ' ' && text.back() != ' ')
        return std::nullopt;
    return must_be(text, "one line without spaces around it", "remove them");
}

std::optional<Wrong> check_port(const std::string& text) {
    // "0100" is 64 to some readers of YAML.
    if (!text.starts_with('0') && parse_port(text)) return std::nullopt;
    return must_be(text, "a port", "write a number from 1 to 65535");
}

std::optional<Wrong> check_time(const std::string& text) {
    Time ignored;
    if (parse_time(text, ignored)) return std::nullopt;
    return must_be(text, "a moment", "write it like 2026-11-01T09:00:00Z");
}

std::optional<Wrong> check_mac(const std::string& text) {
    bool right = text.size() == 17;
    for (std::size_t i = 0; right && i < text.size(); ++i) {
        right = i % 3 == 2 ? text[i] == text[2] && (text[i] == ':' || text[i] == '-') : is_hex(text[i]);
    }
    if (right) return std::nullopt;
    return must_be(text, "a hardware address", "write it like \"00:11:22:aa:bb:cc\"");
}

std::optional<Wrong> check_zone(const std::string& text) {
    constexpr std::string_view more = "/_+-";
    const bool right = std::all_of(text.begin(), text.end(), [&](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || more.find(c) != more.npos;
    });
    if (right && is_letter(text.front())) return std::nullopt;
    return must_be(text, "a time zone", "write it like Europe/Berlin");
}

std::optional<Wrong> check_domain(const std::string& text) {
    if (is_host_name(text) && text.find(':') == std::string::npos) return std::nullopt;
    return must_be(text, "a DNS name", "write it like corp.example");
}

std::optional<Wrong> check_address(const std::string& text) {
    if (is_host_name(text)) return std::nullopt;
    return must_be(text, "a host name or an address",
                   "write it like ws7.corp.example or 192.0.2.7, without a port");
}

std::optional<Wrong> check_user(const std::string& text) {
    if (!check_text(text) && !text.starts_with('-')) return std::nullopt;
    return must_be(text, "the name of a user", "write it as you would for ssh");
}

std::optional<Wrong> check_directory(const std::string& text) {
    if (!check_text(text) && !text.starts_with('-') && !text.starts_with('~')) return std::nullopt;
    return must_be(text, "a folder on the host", "write it like /opt/clientpush; \"~\" is not filled in");
}

std::optional<Wrong> check_connection(const std::string& text) {
    if (text == "ssh" || text == "local") return std::nullopt;
    return must_be(text, "ssh or local", "write \"ssh\": hosts are reached over SSH, Windows too");
}

std::optional<Wrong> check_transport(const std::string& text) {
    return check_word(text, {"libssh2", "openssh", "auto"});
}

std::optional<Wrong> check_file(const std::string& text) {
    if (!check_text(text) && !text.starts_with('-')) return std::nullopt;
    return must_be(text, "the name of a file", "write its path on this machine");
}

std::optional<Wrong> check_jump(const std::string& text) {
    if (text == "none" || is_way(text)) return std::nullopt;
    return must_be(text, "hosts to jump over, or none",
                   "write it like admin@gate.corp.example:2022, more of them with commas between");
}

std::optional<Wrong> check_yes_no(const std::string& text) {
    if (parse_yes_no(text)) return std::nullopt;
    return must_be(text, "true or false", "write true or false");
}

std::optional<Wrong> check_become_method(const std::string& text) {
    if (text == "sudo") return std::nullopt;
    return must_be(text, "sudo: no other way to another user is supported",
                   "write \"sudo\", or log in as a user who needs no other rights");
}

std::optional<bool> parse_yes_no(const std::string& text) {
    yaml::Node node;
    node.kind = yaml::Node::Kind::scalar;
    node.text = text;
    return yaml::as_truth(node);
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return text;
}

std::string use_a_site_of(const Sites& sites) {
    if (sites.empty()) return "define it under \"sites:\"";
    std::vector<std::string> codes;
    for (const auto& [code, site] : sites) codes.push_back(code);
    return fmt::format("use one of the sites of this inventory: {}", fmt::join(codes, ", "));
}

}  // namespace clientpush
