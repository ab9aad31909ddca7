#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ports/outlook.h"

namespace clientpush {

/// What the rules of the outlook read of a client.
enum class Fact { site, location, protocol, http_port, https_port, platform, membership, forest };

/// "site", "location", "protocol", "http_port", "https_port", "platform", "membership", "forest": the names
/// of the inventory's variables.
std::string_view to_text(Fact fact);

/// The facts that the verdict of `outlook(client, sites)` rests on, known or missing, in the order in which
/// the rules read them. No other fact of the client could change the verdict.
std::vector<Fact> facts_read(const Client& client, const Sites& sites);

/// How one rule fared on one client.
struct RuleStep {
    enum class Result {
        matched,      ///< it gave the verdict
        would_match,  ///< it holds, but a rule before it is undecided
        passed,       ///< it does not hold
        undecided,    ///< a fact is missing, or HTTP and HTTPS disagree
        not_reached   ///< an earlier rule had decided
    };

    std::string_view rule;
    Result result = Result::not_reached;
    std::string why;  ///< with the values that decided; "" when not reached
};

/// "matched", "would match", "passed over", "undecided", "not reached".
std::string_view to_text(RuleStep::Result result);

/// The rules 1 to 8 in their order, as `outlook(client, sites)` applied them; empty when no site serves the
/// client. At most one step is `matched`, and then it is the verdict's rule.
std::vector<RuleStep> trace(const Client& client, const Sites& sites);

}  // namespace clientpush
