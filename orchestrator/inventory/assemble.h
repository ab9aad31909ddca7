#pragma once

#include "inventory/draft.h"
#include "inventory/inventory.h"

namespace clientpush {

/// Makes the inventory of a draft whose groups are complete: every host with the variables that won. Clients
/// without a site are errors.
Inventory assemble(const Draft& draft, const Definitions& extra, const Sites& sites, Findings& findings);

}  // namespace clientpush
