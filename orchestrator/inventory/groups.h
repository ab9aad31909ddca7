#pragma once

#include "inventory/draft.h"
#include "inventory/findings.h"

namespace clientpush {

/// Adds one top-level entry of a file, a group, to the draft: its hosts, vars and children.
void read_group(const yaml::Document& document, const yaml::Node::Entry& entry, Draft& draft,
                Findings& findings);

}  // namespace clientpush
