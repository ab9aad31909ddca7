#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/request.h"
#include "push/engine.h"

namespace clientpush {

/// What every job of one execution has in common.
struct OrderInput {
    const PushRequest& request;
    const Inventory& inventory;
    const Sites& sites;  ///< the inventory's, or what they would become
    std::shared_ptr<const Profile> profile;
    std::shared_ptr<const Package> package;  ///< null when nothing is to be installed
    Store& store;
    bool look_only = false;
};

/// What the inventory leaves open of a host is as the command line says.
void fill_in(Host& host, const Settings& settings);

/// The rows of a plan: one per client that is pushed, in inventory order.
std::vector<HostRun> rows_of(const Plan& plan, Time now);

/// Everyone whom a look can reach, in one wave.
std::vector<HostRun> rows_to_look_at(const Inventory& inventory, const std::vector<std::size_t>& selected,
                                     Time now);

/// Appends a generation for each primary whose ports changed. Site code to current number; a secondary has
/// its primary's.
std::map<std::string, std::int64_t> record_generations(Store& store, const Sites& sites, Time now);

/// The order to execute a run: each host with the ports that are current now and what an earlier try left
/// open. A host that is no longer in the inventory, or whose profile does not fit it, ends here, with its
/// reason. What `input` refers to has to outlive the order.
RunOrder make_order(const OrderInput& input, Run run, std::vector<HostRun> rows);

/// Hosts of older runs that a newer generation takes over are `superseded` there.
void supersede_older_runs(Store& store, const Run& run, const std::vector<HostRun>& rows, Time now);

}  // namespace clientpush
