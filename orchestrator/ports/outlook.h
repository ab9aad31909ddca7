#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ports/client.h"
#include "ports/site.h"

namespace clientpush {

/// What a port change does to a client.
enum class Outlook {
    managed,           ///< its port stays the site's default
    alternative_only,  ///< its port stays, but only as the alternative: safe until that is retired
    self_heals,        ///< reads the new port from Active Directory; may lag about a day
    unmanaged,         ///< would be lost
    cloud,             ///< reaches the site through the CMG, whose port is fixed
    unknown            ///< a fact is missing; never counted as safe
};

/// "managed", "alternative-only", "self-heals", "unmanaged", "cloud", "unknown".
std::string_view to_text(Outlook outlook);

struct Verdict {
    Outlook outlook = Outlook::unknown;
    std::string rule;    ///< stable id, "workgroup-cannot-read-ad" or "<fact>-not-known"
    std::string reason;  ///< one sentence for people, with the values that decided

    bool operator==(const Verdict&) const = default;
};

/// The port on which `client` was last seen, for the protocol that it uses, against what `site` listens on
/// after the change. The first rule that matches wins. A rule whose fact is missing makes the verdict
/// unknown, unless every value of that fact gives the same outlook: then the rule is that of the ordinary
/// value (http, windows, domain). A client that reads Active Directory heals by itself on whatever port it
/// was. `site` is the serving site (a primary).
Verdict outlook(const Client& client, const Site& site);

/// The same, for a client whose site is looked up first; an unknown site or a CAS gives `unknown`
/// ("site-not-known"), so that a hole in the inventory is never safe.
Verdict outlook(const Client& client, const Sites& sites);

struct Rule {
    std::string_view id;
    std::string_view explanation;  ///< one paragraph
    std::string_view source;       ///< where the fact comes from
};

/// Every rule in its order, for `plan --explain RULE`.
const std::vector<Rule>& rules();

}  // namespace clientpush
