#pragma once

#include <set>
#include <string>
#include <vector>

#include "ports/outlook.h"

namespace clientpush {

/// One client that the old ports may not be closed on, and why.
struct Blocker {
    std::string name;
    Verdict verdict;
};

/// One step of the order that keeps everyone managed.
struct CutoverStep {
    enum class Status { done, open, cannot_tell };

    std::string text;
    Status status = Status::cannot_tell;
    std::string evidence;  ///< or what to look at
};

struct Cutover {
    std::string site;
    std::vector<SiteChange> retiring;  ///< each port that would be closed ("before") and the one that stays
    std::vector<Blocker> blockers;
    std::vector<std::string> waived;  ///< clients that would block, and were waived
    int clear = 0;                    ///< clients proved on the new ports, or that the ports do not matter to
    std::vector<CutoverStep> steps;

    /// Where no old port is known, nothing can be said of it.
    bool agreed() const { return blockers.empty() && !retiring.empty(); }
};

/// May the old ports of `site` be closed? Judges every client against the site with its alternatives retired;
/// only `managed` and `cloud` are clear: a client that should heal by itself blocks until it was seen.
/// Clients of its secondaries count, and so does a client whose site is not known. `history` has the site as
/// it was in each earlier generation, oldest first; so has `retiring`. It may end with the present ports.
/// A port without a date, or last seen before `proof_since`, proves nothing. Throws Error{usage}:
/// "unknown-site", "not-a-primary", "no-clients".
Cutover judge_cutover(const std::vector<Client>& clients, const Sites& sites, const std::string& site,
                      const std::vector<SitePorts>& history, const std::set<std::string>& waived,
                      Time proof_since = Time::min());

}  // namespace clientpush
