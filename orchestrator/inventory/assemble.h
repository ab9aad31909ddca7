#pragma once

#include <vector>

#include "inventory/draft.h"
#include "inventory/findings.h"
#include "inventory/inventory.h"

namespace clientpush {

/// How many hosts of files and of tables were known when a source had been read: hosts keep the order in
/// which they first appear.
struct SourceEnd {
    std::size_t drafts = 0;
    std::size_t rows = 0;
};

/// Everything that was read, before it is put together.
struct Parts {
    const Draft& draft;    ///< whose groups are complete
    const HostList& rows;  ///< hosts of tables, with their own variables only
    const Layer& extra;    ///< of the command line
    const std::vector<SourceEnd>& ends;
    const Sites& sites;
};

/// Makes the inventory: every host with the variables that won. What a draft says of a host of a table is the
/// stronger, because it was read later. Clients without a site are errors.
Inventory assemble(const Parts& parts, Findings& findings);

}  // namespace clientpush
