#pragma once

#include "fleet/init.h"

namespace clientpush::fleet {

/// Turns the calling process's view into that of a machine of its own: its own folders, machine id, boot id,
/// /proc and host name; everything else is the real machine's and read-only. Throws Error{remote}.
void enter_own_world(const MachineSettings& settings);

/// Makes /var/lib/clientpush of this machine an empty disk of `size`, or the ordinary folder again.
void limit_disk(const std::string& size);

}  // namespace clientpush::fleet
