#pragma once

#include <string>

#include "differential/ansible.h"
#include "inventory/load.h"

namespace clientpush {

/// Our reader's answer to a question. A client needs a site, which Ansible's inventories do not have: a
/// source of our own comes first, weaker than all others, with the sites ABC and XYZ and `site: ABC` for
/// everybody. Variables that still come from it are left out, so that nothing of it is compared.
struct Ours {
    Inventory inventory;
    std::vector<Problem> warnings;
    std::string refusal;  ///< empty when it was read
};

Ours read_ours(const Question& question);

/// Whether a variable comes from the source that we added.
bool is_added(const Variable& variable);

/// Everything in which the answers differ, a line each; empty when they are the same. Order does not count,
/// but for what a slice picks.
std::string differences(const Question& question, const Ours& ours, const nlohmann::json& ansible);

}  // namespace clientpush
