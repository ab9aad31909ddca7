#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/outlook.h"

namespace clientpush {

/// What a push would do to one client.
enum class Action {
    none,
    switch_ports,  ///< the light action: set the ports, restart the agent ("switch")
    install,       ///< the profile's installer
    bundle         ///< a self-service package: no push can reach it
};

/// "none", "switch", "install", "bundle".
std::string_view to_text(Action action);

/// How clients are to be moved, as a playbook says it.
struct Methods {
    bool allow_switch = true;
    bool allow_install = true;
    bool everyone = false;  ///< the bare push: also those that the change would not lose
};

struct PlannedClient {
    std::string name;
    std::string site;  ///< the primary that serves it: also for a client that is assigned to a secondary
    Verdict verdict;
    Action action = Action::none;
    std::string why;          ///< why this action
    std::optional<int> wave;  ///< from 1: a push goes there; without an action it only looks
    PortsSeen facts;          ///< what the verdict was given on
};

struct PlanSummary {
    std::map<Outlook, int> by_outlook;
    std::map<Action, int> by_action;
    int assumed_intranet = 0;  ///< clients whose absent location was taken for intranet

    int count(Outlook outlook) const;
};

struct Plan {
    Sites sites;  ///< as the change leaves them: what every verdict is about
    std::vector<SiteChange> site_changes;
    std::vector<PlannedClient> clients;  ///< in inventory order
    PlanSummary summary;
    std::vector<std::string> warnings;
};

/// The action for one client whose verdict is known: none for `cloud` and `managed` and for those that heal
/// by themselves; `switch` only for a healthy client that is not on the internet; internet clients get the
/// installer when the inventory has an address for them, else a bundle. None also where no method fits, and
/// where no site is known whose ports could be given. The second value says why.
std::pair<Action, std::string> choose_action(const Client& client, const Verdict& verdict, Methods methods);

/// What people have to hear about a change besides the single clients: primaries that differ, a switch of the
/// website (an outage), clients on the internet when HTTPS leaves 443, clients assigned to a secondary.
std::vector<std::string> warnings_about(const std::vector<Client>& clients, const Sites& before,
                                        const Sites& after);

/// Pure: the same clients and sites always give the same plan. Every verdict is about `after`; `before` is
/// only for what changes. Waves are dealt later, by the playbook.
Plan plan_change(const std::vector<Client>& clients, const Sites& before, const Sites& after,
                 Methods methods);

}  // namespace clientpush
