#include "inventory/variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace clientpush {
namespace {

constexpr std::array<std::string_view, 10> secrets{"ansible_password",
                                                   "ansible_pass",
                                                   "ansible_ssh_pass",
                                                   "ansible_ssh_password",
                                                   "ansible_become_pass",
                                                   "ansible_become_password",
                                                   "ansible_sudo_pass",
                                                   "ansible_su_pass",
                                                   "ansible_private_key_passphrase",
                                                   "ansible_ssh_private_key_passphrase"};

}  // namespace

bool is_secret(std::string_view name) {
    return std::find(secrets.begin(), secrets.end(), name) != secrets.end();
}

bool is_secret(const std::string& name, const Position& at, Findings& findings) {
    if (!is_secret(name)) return false;
    const bool of_become = name.find("become") != name.npos || name.find("_su") != name.npos;
    const char* const cure = of_become
                                 ? "name a file that holds it, or prints it: clientpush_become_password_file"
                             : name.find("passphrase") != name.npos
                                 ? "name a file that holds it, or prints it: --private-key-passphrase-file"
                                 : "name a file that holds it, or prints it: clientpush_password_file";
    findings.warning(at, fmt::format("\"{}\" is ignored: an inventory is no place for a password", name),
                     cure);
    return true;
}

Definitions read_variables(const yaml::Document& document, const yaml::Node& node, const std::string& whose,
                           Findings& findings) {
    Definitions definitions;
    if (node.kind != yaml::Node::Kind::mapping) {
        if (node.kind != yaml::Node::Kind::null) {
            findings.error(document.at(node),
                           fmt::format("the variables of {} must be a mapping, not {}", whose, kind_of(node)),
                           "write \"name: value\" for each");
        }
        return definitions;
    }
    for (const yaml::Node::Entry& entry : node.entries) {
        if (is_secret(entry.key, document.at(entry), findings)) continue;
        definitions.push_back({entry.key, &entry.value, document.at(entry)});
    }
    return definitions;
}

}  // namespace clientpush
