#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/findings.h"
#include "inventory/host.h"
#include "inventory/variable_store.h"
#include "ports/site.h"

namespace clientpush {

/// Checks settings, wherever they stand and whoever gets them: a value outside its set, a template in a
/// variable that we read, a name that is nearly one of ours.
class SettingCheck {
public:
    SettingCheck(const VariableStore& store, const Sites& sites, Findings& findings)
        : store_(store), sites_(sites), findings_(findings) {}

    void check(const Setting& setting);

private:
    bool tell_of_name(const std::string& name, const Setting& setting);
    void check_site(const Setting& setting);
    Position place_of(const Setting& setting) const;
    Position place_of_value(const Setting& setting) const;

    const VariableStore& store_;
    const Sites& sites_;
    Findings& findings_;
    std::vector<bool> ordinary_;  ///< names of which nothing is to be told
};

/// The variables that we read have numbers, in the order in which they apply: of two names for one thing the
/// later wins. Nothing for a variable of the user's own.
inline constexpr std::size_t reserved_count = 29;
std::optional<std::size_t> reserved_number(std::string_view name);
std::string_view reserved_name(std::size_t number);

/// Fills in what a reserved variable says of a host; its value must have passed the check.
void apply_reserved(std::size_t number, const Variable& variable, Host& host);

}  // namespace clientpush
