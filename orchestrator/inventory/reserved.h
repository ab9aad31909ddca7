#pragma once

#include "inventory/draft.h"
#include "inventory/findings.h"
#include "inventory/host.h"
#include "inventory/precedence.h"
#include "ports/site.h"

namespace clientpush {

/// Checks one definition, wherever it stands and whoever gets it: a value outside its set, a template in a
/// variable that we read, a name that is nearly one of ours.
void check_definition(const Definition& definition, const Sites& sites, Findings& findings);

/// Fills in what the reserved variables say of a host. Values that check_definition refuses are passed over.
void apply_reserved(const Effective& effective, Host& host);

}  // namespace clientpush
