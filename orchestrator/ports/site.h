#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clientpush {

using Port = std::uint16_t;

/// One request service of a site. A client tries the alternative when the default fails
/// (Microsoft, "How to configure client communication ports").
struct ServicePorts {
    Port standard = 0;  ///< what the console calls "Default"; that word is taken in C++
    std::optional<Port> alternative;

    bool operator==(const ServicePorts&) const = default;
};

/// The ports of a site; 80, 443, 10123 and 9 unless it says otherwise (Microsoft, "Ports used in ...").
struct SitePorts {
    ServicePorts http{80, std::nullopt};
    ServicePorts https{443, std::nullopt};
    Port notification = 10123;
    Port wake_on_lan = 9;  ///< UDP: shares its number with no other

    bool operator==(const SitePorts&) const = default;
};

enum class SiteKind { primary, secondary, cas };
enum class Website { standard, smsweb };

/// A ConfigMgr site as the inventory describes it. A secondary has no ports of its own: ask `ports_of`.
struct Site {
    std::string code;
    SiteKind kind = SiteKind::primary;
    std::string parent;
    SitePorts ports;
    Website website = Website::standard;
    std::vector<std::string> management_points;
    std::vector<std::string> publishes_to;  ///< AD forests in which the site is published

    bool operator==(const Site&) const = default;
};

/// By site code. Codes are text: "007" is not "7".
using Sites = std::map<std::string, Site, std::less<>>;

/// The site whose ports and code a client of `code` gets: a primary itself, a secondary's primary.
/// Null when the site, or a secondary's parent, is not there.
const Site* serving_site(const Sites& sites, std::string_view code);

/// One value of one site that differs between two descriptions. `service` is "http", "https",
/// "http.alternative", "https.alternative", "notification", "wake_on_lan" or "website"; "" means absent.
struct SiteChange {
    std::string site;
    std::string service;
    std::string before;
    std::string after;

    bool operator==(const SiteChange&) const = default;
};

/// Sites that only one side has are passed over; secondaries are listed with what they inherit.
std::vector<SiteChange> changes(const Sites& before, const Sites& after);

/// What is wrong or worth a warning in a set of sites. `field` names the key in the inventory ("ports.http",
/// "parent", ...), so that the loader can point at it.
struct SiteFinding {
    bool error = false;
    std::string site;
    std::string field;
    std::string what;
    std::string cure;
};

/// Every rule about sites: secondaries have a primary parent and no ports; a CAS has no parent; HTTP is not
/// HTTPS; an alternative differs from its default and clashes with nothing; warnings for 8530/8531 and the
/// notification port, for primaries that differ (roaming), for HTTPS that leaves 443.
/// Ports of a secondary that happen to be the usual ones cannot be told from none: the reader of the
/// inventory sees the key.
std::vector<SiteFinding> check(const Sites& sites);

/// The warning when primaries differ in request ports or website, or "" when they are all alike.
std::string roaming_risk(const Sites& sites);

/// Applies "ABC.http=8080", "ABC.https.alternative=8443", "ABC.http.alternative=" (removes). Returns the
/// words of what is wrong with it, or nothing; then the sites are as they were. Looks at this one value only:
/// a swap of default and alternative takes two, so that `check` comes after the last (or use `apply_sets`).
std::optional<std::string> apply_set(Sites& sites, std::string_view assignment);

/// Applies all in their order and checks the sites that they name. Returns everything that is wrong, each
/// with its cure; then the sites are as they were.
std::vector<std::string> apply_sets(Sites& sites, const std::vector<std::string>& assignments);

/// A whole number from 1 to 65535, or nothing.
std::optional<Port> parse_port(std::string_view text);

/// "default" or "SMSWEB".
std::string_view to_text(Website website);

/// "8080" or "8080, alternative 80".
std::string to_text(const ServicePorts& ports);

}  // namespace clientpush
