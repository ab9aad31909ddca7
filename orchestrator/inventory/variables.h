#pragma once

#include <string>
#include <string_view>

#include "inventory/findings.h"
#include "inventory/variable_store.h"

namespace clientpush {

/// What stands where the variables of something belong, packed. Of passwords only the names are kept, so
/// that no later step can show them.
struct Variables {
    yaml::Node::Kind kind = yaml::Node::Kind::null;
    int line = 0;
    int column = 0;
    Layer layer;
};

Variables pack_variables(const yaml::Node& node, std::uint32_t file, VariableStore& store);

/// Checks that they are a mapping, or nothing, and takes the passwords out, with a warning. They are those of
/// `what` (a group, a host) called `name`.
Layer read_variables(const Variables& variables, std::uint32_t file, std::string_view what,
                     std::string_view name, VariableStore& store, Findings& findings);

/// Is this a variable that holds a password itself?
bool is_secret(std::string_view name);

/// The same; warns when it is one.
bool is_secret(const std::string& name, const Position& at, Findings& findings);

}  // namespace clientpush
