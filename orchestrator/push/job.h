#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inventory/host.h"
#include "ports/plan.h"
#include "profile/package.h"
#include "profile/profile.h"
#include "status/record.h"

namespace clientpush {

/// One host's part in a run.
struct Job {
    Host host;
    std::string site;  ///< of the serving primary
    std::int64_t generation = 0;
    Port http = 0;
    Port https = 0;
    std::vector<std::string> management_points;
    std::shared_ptr<const Profile> profile;
    std::shared_ptr<const Package> package;
    Methods methods;
    bool guess = false;  ///< nothing speaks for the payload being there: it may be sent before the first look
    bool rollback = false;   ///< old ports back for a client that lost its management point by this push
    bool look_only = false;  ///< verify: read the host, start nothing
    HostRun row;
    std::int64_t fence = 0;
    std::optional<Attempt> pending;  ///< left open by an earlier try
};

}  // namespace clientpush
