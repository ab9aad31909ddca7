#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "inventory/draft.h"
#include "inventory/findings.h"
#include "inventory/host.h"
#include "ports/site.h"

namespace clientpush {

/// Checks one definition, wherever it stands and whoever gets it: a value outside its set, a template in a
/// variable that we read, a name that is nearly one of ours.
void check_definition(const Definition& definition, const Sites& sites, Findings& findings);

/// The variables that we read have numbers, in the order in which they apply: of two names for one thing the
/// later wins. Nothing for a variable of the user's own.
inline constexpr std::size_t reserved_count = 29;
std::optional<std::size_t> reserved_number(std::string_view name);
std::string_view reserved_name(std::size_t number);

/// Fills in what a reserved variable says of a host; its value must have passed check_definition.
void apply_reserved(std::size_t number, const Variable& variable, Host& host);

}  // namespace clientpush
