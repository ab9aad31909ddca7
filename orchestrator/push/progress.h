#pragma once

#include <string>

#include "status/record.h"

namespace clientpush {

/// What happens in a run, told as it happens. Called on the loop: do little, and never throw.
class Progress {
public:
    virtual ~Progress() = default;

    virtual void wave_begins(int wave, int of, int hosts) = 0;
    virtual void host_changed(const HostRun& host) = 0;
    virtual void run_notice(const std::string& text) = 0;  ///< paused, gate, resumed: for people
};

}  // namespace clientpush
