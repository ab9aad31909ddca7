#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/by_value.h"
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

/// The clients of a plan, in inventory order. Those of a large one are worked out when somebody asks for
/// them, one at a time, so that they never stand in memory together.
class PlannedClients {
public:
    using Make = std::function<PlannedClient(std::size_t index)>;

    PlannedClients() = default;
    PlannedClients(std::vector<PlannedClient> held)
        : held_(std::move(held)) {}  // NOLINT: it is what they are
    PlannedClients(std::size_t size, Make make) : make_(std::move(make)), made_(size) {}

    std::size_t size() const { return make_ ? made_ : held_.size(); }
    bool empty() const { return size() == 0; }
    PlannedClient operator[](std::size_t index) const { return make_ ? make_(index) : held_.at(index); }
    PlannedClient front() const { return (*this)[0]; }

    /// Every one of them in memory; for plans that are small.
    std::vector<PlannedClient> all() const;

    using Iterator = ByValueIterator<PlannedClients>;
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

private:
    std::vector<PlannedClient> held_;
    Make make_;
    std::size_t made_ = 0;
};

inline std::vector<PlannedClient> PlannedClients::all() const {
    return {begin(), end()};
}

struct PlanSummary {
    std::map<Outlook, int> by_outlook;
    std::map<Action, int> by_action;
    int looked_at = 0;         ///< clients that a push goes to although nothing is known to be done there
    int assumed_intranet = 0;  ///< clients whose absent location was taken for intranet

    int count(Outlook outlook) const;
    int count(Action action) const;
    int clients() const;

    /// Counts one; whether a push looks at it is for whoever deals the waves.
    void add(const Client& client, const PlannedClient& planned);
};

struct Plan {
    Sites sites;  ///< as the change leaves them: what every verdict is about
    std::vector<SiteChange> site_changes;
    PlannedClients clients;
    PlanSummary summary;
    std::vector<std::string> warnings;
};

/// The action for one client whose verdict is known: none for `cloud` and `managed` and for those that heal
/// by themselves; `switch` only for a healthy client that is not on the internet; internet clients get the
/// installer when the inventory has an address for them, else a bundle. None also where no method fits, and
/// where no site is known whose ports could be given. The second value says why.
std::pair<Action, std::string> choose_action(const Client& client, const Verdict& verdict, Methods methods);

/// One client of a plan; waves are dealt later, by the playbook.
PlannedClient plan_client(const Client& client, const Sites& after, Methods methods);

/// What people have to hear about a change besides the single clients: primaries that differ, a switch of the
/// website (an outage), clients on the internet when HTTPS leaves 443, clients assigned to a secondary.
std::vector<std::string> warnings_about(const std::vector<Client>& clients, const Sites& before,
                                        const Sites& after);

/// Pure: the same clients and sites always give the same plan. Every verdict is about `after`; `before` is
/// only for what changes.
Plan plan_change(const std::vector<Client>& clients, const Sites& before, const Sites& after,
                 Methods methods);

}  // namespace clientpush
