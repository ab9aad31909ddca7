#pragma once

#include <map>
#include <string>
#include <vector>

#include "push/playbook.h"
#include "status/record.h"

namespace clientpush {

/// Does the gate's arithmetic a second time, from what the engine tells of its hosts.
class GateWatch {
public:
    /// A controller takes the run up.
    void begin(const std::vector<HostRun>& rows);

    void told(const HostRun& row);

    /// Is a limit exceeded in a wave, or in the run? `untold` hosts may have been started beyond those that
    /// we know.
    bool exceeded(const GateSpec& gate, int untold) const;

    /// The same, for the wave of this host and for the run.
    bool exceeded_by(const HostRun& row, const GateSpec& gate, int untold) const;

private:
    struct Begun {
        int wave = 0;
        HostState state = HostState::running;
    };

    template <typename Counts>
    bool scope_exceeds(const GateSpec& gate, int untold, Counts counts) const;

    std::map<std::string, Begun> hosts_;
};

}  // namespace clientpush
