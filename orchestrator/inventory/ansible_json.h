#pragma once

#include "inventory/findings.h"

namespace clientpush {

/// Turns what `ansible-inventory --list` prints (lists of hosts and children, `_meta.hostvars`) into the
/// shape of an inventory in YAML. What has that shape already stays as it is. Hosts that only `_meta` names
/// are in `ungrouped`: nobody is lost silently.
void to_yaml_shape(yaml::Document& document, Findings& findings);

}  // namespace clientpush
