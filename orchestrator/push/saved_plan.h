#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "profile/package.h"
#include "push/planner.h"

namespace clientpush {

/// What a plan rests on, as digests: when none of them has moved, the plan is still true.
struct BasisDigests {
    struct Host {
        std::string inventory;  ///< everything that the inventory says of it
        std::string known;      ///< the ports on record and what else was remembered of it
    };

    std::map<std::string, std::string> sites;  ///< by code: ports, website, management points
    std::string profile;
    std::string payload;
    std::map<std::string, Host> hosts;  ///< by name: the selection
};

/// Of everything but the hosts.
BasisDigests digests_of(const Sites& sites, const Profile& profile, const Package& package);

/// Of the hosts too: of what was known of each without a probe, however old.
BasisDigests digests_of(const PlanInput& input, const Profile& profile, const Package& package);

/// A plan in a file: to be looked at, handed on, and pushed as it is, or not at all.
struct SavedPlan {
    struct Client {
        std::string name;
        std::string site;
        Action action = Action::none;
        std::optional<int> wave;
    };

    Time created_at{};
    std::string requested_by;
    std::string request;  ///< the push that it is for: JSON
    std::vector<Client> clients;
    BasisDigests digests;
    std::string digest;  ///< of everything else in the file; known once it was written or read
};

/// JSON lines: the request and what it rests on, a line per client, and the SHA-256 of all that.
void write_saved_plan(std::ostream& out, const SavedPlan& plan);

/// The same for a plan whose clients are worked out one at a time; what `head` has of them is passed over.
void write_saved_plan(std::ostream& out, const SavedPlan& head, const PlanInput& input,
                      const PlannedClients& clients);

/// Throws Error{usage}: "plan-unreadable" for what is no plan of this version, "plan-altered" when it is not
/// as it was written.
SavedPlan read_saved_plan(const std::string& name, const std::string& text);

/// What is not as it was when the plan was made, a line each; empty when the plan still holds.
std::vector<std::string> moved(const BasisDigests& then, const BasisDigests& now);

}  // namespace clientpush
