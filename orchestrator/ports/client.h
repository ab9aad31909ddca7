#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "ports/site.h"

namespace clientpush {

enum class Platform { windows, linux, macos };
enum class Membership { domain, workgroup };
enum class Location { intranet, internet, internet_only, cmg };
enum class Protocol { http, https };

/// How a client's own try to reach a management point of its site ended.
enum class Way { open, refused, timeout };

/// The ports on which a client was last seen, when, and by whom.
struct PortsSeen {
    enum class Source { inventory, store, probe };

    std::optional<Port> http;
    std::optional<Port> https;
    std::optional<Time> at;  ///< absent: undated, older than everything dated
    Source source = Source::inventory;
    std::string origin;  ///< "lab.yml:14:9", "run 3", "probe": for people

    /// Whether it says a port at all.
    bool any() const { return http.has_value() || https.has_value(); }

    bool operator==(const PortsSeen&) const = default;
};

/// What is known of one client. An absent value is not known; only `location` has a default (intranet).
struct Client {
    std::string name;
    std::string site;  ///< the code that it is assigned to
    std::optional<Platform> platform;
    std::optional<Membership> membership;
    std::optional<std::string> forest;
    std::optional<Location> location;
    std::optional<Protocol> protocol;
    PortsSeen seen;
    bool has_address = false;     ///< the inventory says where to connect to, so that a push can try
    std::optional<bool> healthy;  ///< agent installed and running when last looked at
    std::optional<Way> way_http;  ///< to the default port that its site will have; only a probe asks
    std::optional<Way> way_https;
};

/// The newest facts win; an undated fact loses to a dated one; without any port it counts for nothing. Of
/// facts of one age the probe's win over the store's, and those over the inventory's.
PortsSeen newest(const PortsSeen& a, const PortsSeen& b);

/// The facts, or none at all when they are undated or older than `limit` at `now`.
PortsSeen unless_stale(const PortsSeen& seen, Duration limit, Time now);

std::string_view to_text(Platform platform);
std::string_view to_text(Membership membership);
std::string_view to_text(Location location);
std::string_view to_text(Protocol protocol);

/// Taken for intranet when it is absent.
Location location_of(const Client& client);

/// Only internet-only, or on the internet now: not on the network where a site can be reached directly.
bool on_the_internet(const Client& client);

}  // namespace clientpush
