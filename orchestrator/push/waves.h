#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "push/playbook.h"

namespace clientpush {

/// Is the host, by its place in the order given, in this group?
using IsInGroup = std::function<bool(std::size_t host, const std::string& group)>;

/// The wave of each of so many hosts, from 1, in the order given. Shares are cumulative and rounded up; a
/// group's hosts go into the first wave that names it; whoever no wave reaches is in the last one, so that
/// nobody is left out.
std::vector<int> deal_waves(std::size_t hosts, const std::vector<WaveSpec>& waves, const IsInGroup& is_in);

/// Of `total`, rounded up.
int amount_of(const Share& share, int total);

}  // namespace clientpush
