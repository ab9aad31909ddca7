#pragma once

#include <string>
#include <vector>

#include "push/playbook.h"

namespace clientpush {

/// One host as waves see it: its groups only matter for a wave that names one.
struct WaveMember {
    std::string host;
    std::vector<std::string> groups;
};

/// The wave of each host, from 1, in the order given. Shares are cumulative and rounded up; a group's hosts
/// go into the first wave that names it; whoever no wave reaches is in the last one, so that nobody is left
/// out.
std::vector<int> deal_waves(const std::vector<WaveMember>& hosts, const std::vector<WaveSpec>& waves);

/// Of `total`, rounded up.
int amount_of(const Share& share, int total);

}  // namespace clientpush
