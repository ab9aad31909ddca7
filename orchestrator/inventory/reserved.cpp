#include "inventory/reserved.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "inventory/values.h"

namespace clientpush {
namespace {

/// A variable that we read: how a value is refused, and where it goes in a host.
struct Reserved {
    std::string_view name;
    std::optional<Wrong> (*check)(const std::string& text);
    void (*apply)(const Variable& variable, Host& host);
    std::size_t tolerance;  ///< how many letters away a name is still a slip of ours
};

template <auto Member>
void set_text(const Variable& v, Host& host) {
    host.*Member = v.value;
}

void set_port(const Variable& v, Host& host) {
    host.port = parse_port(v.value).value_or(host.port);
}

/// Where a verdict says that it knows the ports from.
void note_origin(const Variable& v, Host& host) {
    if (host.client.seen.origin.empty()) host.client.seen.origin = to_text(v.at);
}

void set_http(const Variable& v, Host& host) {
    host.client.seen.http = parse_port(v.value);
    note_origin(v, host);
}

void set_https(const Variable& v, Host& host) {
    host.client.seen.https = parse_port(v.value);
    note_origin(v, host);
}

void set_ports_seen(const Variable& v, Host& host) {
    Time at;
    if (parse_time(v.value, at)) host.client.seen.at = at;
}

void set_become(const Variable& v, Host& host) {
    host.become = parse_yes_no(v.value);
}

void set_site(const Variable& v, Host& host) {
    host.client.site = v.value;
}
void set_forest(const Variable& v, Host& host) {
    host.client.forest = lower_case(v.value);
}
void set_platform(const Variable& v, Host& host) {
    host.client.platform = choice(v.value, platforms);
}
void set_membership(const Variable& v, Host& host) {
    host.client.membership = choice(v.value, memberships);
}
void set_location(const Variable& v, Host& host) {
    host.client.location = choice(v.value, locations);
}
void set_protocol(const Variable& v, Host& host) {
    host.client.protocol = choice(v.value, protocols);
}

/// Ansible's older names come before its newer ones, so that the newer win. Short names have near
/// neighbours that mean something else: of those only two swapped letters count as a slip.
constexpr Reserved reserved[] = {
    {"site", check_text, set_site, 0},
    {"platform", check_choice<platforms>, set_platform, 2},
    {"membership", check_choice<memberships>, set_membership, 2},
    {"forest", check_domain, set_forest, 1},
    {"location", check_choice<locations>, set_location, 2},
    {"protocol", check_choice<protocols>, set_protocol, 2},
    {"http_port", check_port, set_http, 1},
    {"https_port", check_port, set_https, 1},
    {"ports_seen", check_time, set_ports_seen, 2},
    {"machine_id", check_text, set_text<&Host::machine_id>, 2},
    {"clientpush_dir", check_directory, set_text<&Host::directory>, 2},
    {"mac", check_mac, nullptr, 0},
    {"tz", check_zone, nullptr, 0},
    {"ansible_ssh_host", check_address, set_text<&Host::address>, 1},
    {"ansible_host", check_address, set_text<&Host::address>, 1},
    {"ansible_ssh_port", check_port, set_port, 1},
    {"ansible_port", check_port, set_port, 1},
    {"ansible_ssh_user", check_user, set_text<&Host::user>, 1},
    {"ansible_user", check_user, set_text<&Host::user>, 1},
    {"ansible_private_key_file", check_text, set_text<&Host::private_key_file>, 2},
    {"ansible_ssh_private_key_file", check_text, set_text<&Host::private_key_file>, 2},
    {"ansible_connection", check_connection, set_text<&Host::connection>, 2},
    {"clientpush_password_file", check_file, set_text<&Host::password_file>, 2},
    {"clientpush_jump", check_jump, set_text<&Host::jump>, 2},
    {"transport", check_transport, set_text<&Host::transport>, 1},
    {"ansible_become", check_yes_no, set_become, 1},
    {"ansible_become_user", check_user, set_text<&Host::become_user>, 1},
    {"ansible_become_method", check_become_method, nullptr, 1},
    {"clientpush_become_password_file", check_file, set_text<&Host::become_password_file>, 2},
};
static_assert(std::size(reserved) == reserved_count);

/// Near one of our names, and yet words of their own.
constexpr std::array<std::string_view, 4> ordinary{"allocation", "relocation", "vocation", "machine_ip"};

/// Ansible's own, of which we know that we do not do what they say.
struct NotDone {
    std::string_view name;
    const char* cure;
};
constexpr NotDone not_done[] = {
    {"ansible_ssh_args", "remove it; a jump host is named by clientpush_jump"},
    {"ansible_ssh_common_args", "remove it; a jump host is named by clientpush_jump"},
    {"ansible_ssh_extra_args", "remove it; a jump host is named by clientpush_jump"},
    {"ansible_become_flags", "remove it: sudo is called with flags of our own"},
    {"ansible_become_exe", "remove it: sudo is looked for where the host has it"},
    {"ansible_host_key_checking", "remove it: host keys are always checked"},
};

bool is_ordinary(std::string_view word) {
    return std::find(ordinary.begin(), ordinary.end(), word) != ordinary.end();
}

const Reserved* find_reserved(std::string_view name) {
    const auto* const found = std::find_if(std::begin(reserved), std::end(reserved),
                                           [&](const Reserved& each) { return each.name == name; });
    return found == std::end(reserved) ? nullptr : found;
}

bool is_slip(std::string_view name, const Reserved& meant) {
    // Cheap, and true of nearly every name of a large inventory.
    if (name.size() > meant.name.size() + meant.tolerance ||
        meant.name.size() > name.size() + meant.tolerance)
        return false;
    const std::size_t letters = yaml::distance(name, meant.name);
    if (meant.tolerance > 0) return letters <= meant.tolerance;
    return letters == 1 && name.size() == meant.name.size() &&
           std::is_permutation(name.begin(), name.end(), meant.name.begin());
}

bool is_template(const std::string& text) {
    return text.find("{{") != std::string::npos || text.find("{%") != std::string::npos;
}

/// What makes a value unreadable, whatever it should be.
std::optional<Wrong> check_form(const Setting& setting, const std::string& text) {
    if (setting.kind == yaml::Node::Kind::null) return Wrong{"has no value", "give it one, or remove it"};
    if (setting.kind != yaml::Node::Kind::scalar) {
        return Wrong{fmt::format("is {}, but must be a single value", kind_of(setting.kind)),
                     "write one value"};
    }
    if (setting.vault)
        return Wrong{"is encrypted with ansible-vault, which is not supported", "write the plain value"};
    if (is_template(text)) {
        return Wrong{"is a template, and templates are not evaluated", "write the value itself"};
    }
    if (text.empty()) return Wrong{"has no value", "give it one, or remove it"};
    return std::nullopt;
}

}  // namespace

void SettingCheck::check(const Setting& setting) {
    const std::string& name = store_.name(setting.name);
    const auto number = store_.reserved(setting.name);
    if (!number) {
        if (ordinary_.size() <= setting.name) ordinary_.resize(setting.name + 1);
        if (!ordinary_[setting.name]) ordinary_[setting.name] = !tell_of_name(name, setting);
        return;
    }
    const std::string text(setting.value);
    std::optional<Wrong> wrong = check_form(setting, text);
    if (!wrong) wrong = reserved[*number].check(text);
    if (wrong) {
        findings_.error(place_of_value(setting), fmt::format("\"{}\" {}", name, wrong->what), wrong->cure);
    } else if (name == "site") {
        check_site(setting);
    }
}

bool SettingCheck::tell_of_name(const std::string& name, const Setting& setting) {
    if (name.size() > 40 || is_ordinary(name)) return false;
    const auto* const known = std::ranges::find(not_done, std::string_view(name), &NotDone::name);
    if (known != std::end(not_done)) {
        findings_.warning(place_of(setting), fmt::format("\"{}\" is not supported and has no effect", name),
                          known->cure);
        return true;
    }
    for (const Reserved& meant : reserved) {
        if (!is_slip(name, meant)) continue;
        findings_.error(
            place_of(setting), fmt::format("unknown variable \"{}\"; did you mean \"{}\"?", name, meant.name),
            fmt::format("write \"{}\", or give a variable of your own a name less like it", meant.name));
        return true;
    }
    if (name != "ansible_group_priority") return false;
    findings_.error(place_of(setting),
                    "ansible_group_priority counts only under the \"vars:\" of a group in the inventory file",
                    "move it there");
    return true;
}

void SettingCheck::check_site(const Setting& setting) {
    const std::string code(setting.value);
    const auto site = sites_.find(code);
    if (site == sites_.end()) {
        if (findings_.incomplete()) return;
        findings_.error(place_of_value(setting), fmt::format("unknown site \"{}\"", code),
                        use_a_site_of(sites_));
    } else if (site->second.kind == SiteKind::cas) {
        findings_.error(place_of_value(setting),
                        fmt::format("{} is a central administration site, which has no clients", code),
                        "assign them to a primary");
    } else if (const Site* const primary = serving_site(sites_, code);
               primary != nullptr && primary->code != code) {
        findings_.warning(
            place_of_value(setting),
            fmt::format("{} is a secondary: its clients get the ports and the site code of its primary, {}",
                        code, primary->code),
            fmt::format("write \"site: {}\"", primary->code));
    }
}

Position SettingCheck::place_of(const Setting& setting) const {
    return store_.place(setting.file, setting.line, setting.column);
}

Position SettingCheck::place_of_value(const Setting& setting) const {
    if (setting.value_line == 0) return place_of(setting);
    return store_.place(setting.file, setting.value_line, setting.value_column);
}

std::optional<std::size_t> reserved_number(std::string_view name) {
    const Reserved* const known = find_reserved(name);
    return known == nullptr ? std::nullopt : std::optional(static_cast<std::size_t>(known - reserved));
}

std::string_view reserved_name(std::size_t number) {
    return reserved[number].name;
}

void apply_reserved(std::size_t number, const Variable& variable, Host& host) {
    if (reserved[number].apply != nullptr) reserved[number].apply(variable, host);
}

}  // namespace clientpush
