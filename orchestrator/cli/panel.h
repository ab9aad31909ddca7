#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "status/record.h"

namespace clientpush {

/// What a panel says of a run at work: wave and bar, how fast and how long still, counts by state, who takes
/// longest, and what went wrong, merged. It knows no terminal; `now` is any clock that does not jump.
class Panel {
public:
    Panel(const std::vector<HostRun>& hosts, Duration now);

    void wave_begins(int wave, int of);

    /// True when it should be told by itself: the first few of each trouble are, the others are only counted.
    bool host_changed(const HostRun& host, Duration now);

    std::vector<std::string> lines(Duration now) const;

private:
    using Kind = std::pair<HostState, std::string>;  ///< with its reason

    struct Spot {
        HostState state = HostState::queued;
        std::uint16_t trouble = 0;  ///< 0: none
    };
    struct Trouble {
        int hosts = 0;
        int told = 0;
        std::string latest;  ///< host
        Duration at{};
    };
    struct AtWork {
        std::string step;
        Duration since{};
    };

    Spot& spot_of(const HostRun& host);
    bool count_trouble(Spot& spot, const HostRun& host, Duration now);
    int left() const;
    std::string bar() const;
    std::string pace(Duration now) const;
    std::string counts() const;
    std::string longest(Duration now) const;

    std::vector<Spot> spots_;  ///< by the host's position
    int hosts_ = 0;
    std::map<HostState, int> counts_;
    std::map<std::string, AtWork> at_work_;
    std::vector<std::pair<Kind, Trouble>> troubles_;
    int wave_ = 0;
    int waves_ = 0;
    int ended_ = 0;  ///< since the beginning
    Duration begun_;
};

}  // namespace clientpush
