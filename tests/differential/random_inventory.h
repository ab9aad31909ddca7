#pragma once

#include <filesystem>

#include "differential/ansible.h"

namespace clientpush {

/// Writes a valid inventory into the folder, made up from the seed: groups in groups, ranges, hosts in
/// several groups, variables in every place and of every kind, several files and sources. Returns what to ask
/// of it.
Question random_inventory(unsigned seed, const std::filesystem::path& folder);

}  // namespace clientpush
