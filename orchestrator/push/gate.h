#pragma once

#include <optional>
#include <string>

#include "push/playbook.h"
#include "status/record.h"

namespace clientpush {

/// Hosts of one scope (a wave, or the whole run) by how they came out.
struct Tally {
    int started = 0;
    int failed = 0;          ///< every state of class wrong
    int unreachable = 0;     ///< hosts that no connection came about to
    int unverified = 0;      ///< of the failed: installed, but the read-back does not match
    int logins_refused = 0;  ///< since a host let us in

    void count(HostState state);
    void forget(HostState state);  ///< the host is tried again

private:
    void add(HostState state, int hosts);
};

/// The words of why the run must not go on, or nothing. Compared after every outcome: hosts of a class with
/// hosts started, in the wave and in the run; trips when strictly greater. So many logins refused in a row
/// trip it too.
std::optional<std::string> judge_gate(const GateSpec& gate, const Tally& wave, const Tally& run);

}  // namespace clientpush
