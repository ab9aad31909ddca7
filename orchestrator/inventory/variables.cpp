#include "inventory/variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <vector>

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

Variables pack_variables(const yaml::Node& node, std::uint32_t file, VariableStore& store) {
    std::vector<Setting> settings;
    std::deque<std::string> texts;
    for (const yaml::Node::Entry& entry : node.entries) {
        const yaml::Node& value = entry.value;
        Setting& setting = settings.emplace_back();
        setting.name = store.name_id(entry.key);
        setting.kind = value.kind;
        setting.vault = value.vault;
        setting.file = file;
        setting.line = entry.line;
        setting.column = entry.column;
        setting.value_line = value.line;
        setting.value_column = value.column;
        if (is_secret(entry.key)) continue;
        setting.value = setting.structured() ? std::string_view(texts.emplace_back(yaml::to_json(value)))
                                             : std::string_view(value.text);
    }
    return {node.kind, node.line, node.column, store.pack(settings)};
}

Layer read_variables(const Variables& variables, std::uint32_t file, std::string_view what,
                     std::string_view name, VariableStore& store, Findings& findings) {
    const bool fine = variables.kind == yaml::Node::Kind::mapping || variables.kind == yaml::Node::Kind::null;
    if (!fine) {
        findings.error(store.place(file, variables.line, variables.column),
                       fmt::format("the variables of {} {} must be a mapping, not {}", what, name,
                                   kind_of(variables.kind)),
                       "write \"name: value\" for each");
    }
    return store.without(variables.layer, [&](const Setting& setting) {
        const std::string& variable = store.name(setting.name);
        return is_secret(variable) &&
               is_secret(variable, store.place(setting.file, setting.line, setting.column), findings);
    });
}

}  // namespace clientpush
