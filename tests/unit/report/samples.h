#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "inventory/inventory.h"
#include "ports/cutover.h"
#include "ports/plan.h"
#include "report/format.h"
#include "report/status_report.h"

namespace clientpush {

/// Eight clients: every outlook and every action, two waves, a client that nothing is done for.
Plan sample_plan();

/// Changes the first client of a plan.
template <typename Change>
void change_first(Plan& plan, Change change) {
    std::vector<PlannedClient> clients = plan.clients.all();
    change(clients.front());
    plan.clients = std::move(clients);
}

/// Run 3 with hosts in every class, three of them failed in two ways.
StatusView sample_status();

/// One host of a run.
HostRun host_in(HostState state, const std::string& name, const std::string& reason = "",
                const std::string& detail = "");

/// Seven clients still need HTTP 80 of ABC.
Cutover sample_cutover();

/// Two groups, one below the other, and a host with everything set.
Inventory sample_inventory();

/// What moving ABC to 8080 and 8443 does to the hosts of an inventory.
Plan plan_of(const Inventory& inventory);

/// 300 names that hardly fold.
std::vector<std::string> many_names();

Time at(const std::string& text);

/// What `write(stream)` wrote.
template <typename Write>
std::string written(Write write) {
    std::ostringstream out;
    write(out);
    return out.str();
}

}  // namespace clientpush
