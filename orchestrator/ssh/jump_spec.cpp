#include "ssh/jump_spec.h"

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/untrusted.h"

namespace clientpush::ssh {
namespace {

[[noreturn]] void malformed(std::string_view hop, const std::string& why) {
    throw Error(Error::Kind::usage, "jump-malformed",
                "\"" + printable(std::string(hop)) + "\" is no jump host: " + why,
                "write [user@]host[:port], several with commas, the nearest first; or none");
}

std::uint16_t read_port(std::string_view hop, std::string_view digits) {
    std::uint16_t port = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, port);
    if (error != std::errc() || stop != end || port == 0) malformed(hop, "its port is not in 1 to 65535");
    return port;
}

/// Where the colon before a port is; the colons of a bare IPv6 address are none.
std::size_t port_colon(std::string_view place) {
    const std::size_t last = place.rfind(':');
    if (last == std::string_view::npos || place.find(':') == last) return last;
    return place.starts_with('[') && last == place.find(']') + 1 ? last : std::string_view::npos;
}

Endpoint read_hop(std::string_view hop) {
    Endpoint endpoint;
    endpoint.port = 0;
    std::string_view place = hop;
    if (const std::size_t at = place.rfind('@'); at != std::string_view::npos) {
        endpoint.user = place.substr(0, at);
        if (endpoint.user.empty()) malformed(hop, "there is nothing before its @");
        place.remove_prefix(at + 1);
    }
    const std::size_t colon = port_colon(place);
    if (colon != std::string_view::npos) {
        endpoint.port = read_port(hop, place.substr(colon + 1));
        place = place.substr(0, colon);
    }
    if (place.starts_with('[') && place.ends_with(']')) place = place.substr(1, place.size() - 2);
    const bool odd =
        place.empty() || place.starts_with('-') || place.find_first_of(" \t[]/") != std::string_view::npos;
    if (odd) malformed(hop, "its name is missing or has a character that no name has");
    endpoint.name = place;
    endpoint.address = place;
    return endpoint;
}

}  // namespace

std::vector<Endpoint> jump_hosts_of(std::string_view spec) {
    std::vector<Endpoint> hops;
    if (spec.empty() || spec == "none") return hops;
    for (std::size_t begin = 0; begin <= spec.size();) {
        const std::size_t end = std::min(spec.find(',', begin), spec.size());
        hops.push_back(read_hop(spec.substr(begin, end - begin)));
        hops.back().jump = begin == 0 ? std::string() : std::string(spec.substr(0, begin - 1));
        begin = end + 1;
    }
    return hops;
}

}  // namespace clientpush::ssh
