#pragma once

#include "inventory/draft.h"
#include "inventory/findings.h"
#include "inventory/host_sections.h"

namespace clientpush {

/// Adds one top-level entry of a file, a group, to the draft: its hosts, those that were taken too, vars and
/// children.
void read_group(const yaml::Document& document, const yaml::Node::Entry& entry, const HostSections& taken,
                Draft& draft, Findings& findings);

}  // namespace clientpush
