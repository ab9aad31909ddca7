#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "inventory/inventory.h"
#include "ports/plan.h"
#include "ports/trace.h"
#include "report/plan_report.h"

namespace clientpush {

/// A fact that a verdict rests on, with its source and age.
struct UsedFact {
    enum class Source { inventory, store, probe, assumed, missing };

    Fact fact = Fact::site;
    std::string value;  ///< "" when missing
    Source source = Source::missing;
    std::string origin;        ///< "lab.yml:14:9", "run 3"; "" where there is none
    std::optional<Time> at{};  ///< when it was seen; only ports are dated
};

/// "inventory", "store", "probe", "assumed", "missing".
std::string_view to_text(UsedFact::Source source);
std::string_view to_text(PortsSeen::Source source);

/// The client of a plan as its verdict saw it: what the inventory says, with the newest ports.
Client as_judged(const PlannedClient& planned, const Host& host);

/// Every fact that the verdict rests on, in the order in which the rules read them; none of a client that the
/// inventory does not have.
std::vector<UsedFact> used_facts(const PlannedClient& planned, const Plan& plan, const PlanBasis& basis);

}  // namespace clientpush
