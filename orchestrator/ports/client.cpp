#include "ports/client.h"

#include <tuple>

namespace clientpush {
namespace {

/// Greater means better: dated, newer, from nearer to the host.
auto rank(const PortsSeen& seen) {
    return std::tuple(seen.at.has_value(), seen.at, seen.source);
}

}  // namespace

PortsSeen newest(const PortsSeen& a, const PortsSeen& b) {
    if (!b.any()) return a;
    if (!a.any()) return b;
    return rank(a) < rank(b) ? b : a;
}

PortsSeen unless_stale(const PortsSeen& seen, Duration limit, Time now) {
    const bool fresh = seen.at && now - *seen.at <= limit;
    return fresh ? seen : PortsSeen{};
}

std::string_view to_text(Platform platform) {
    switch (platform) {
        case Platform::windows:
            return "windows";
        case Platform::linux:
            return "linux";
        case Platform::macos:
            return "macos";
    }
    return "";
}

std::string_view to_text(Membership membership) {
    switch (membership) {
        case Membership::domain:
            return "domain";
        case Membership::workgroup:
            return "workgroup";
    }
    return "";
}

std::string_view to_text(Location location) {
    switch (location) {
        case Location::intranet:
            return "intranet";
        case Location::internet:
            return "internet";
        case Location::internet_only:
            return "internet-only";
        case Location::cmg:
            return "cmg";
    }
    return "";
}

std::string_view to_text(Protocol protocol) {
    switch (protocol) {
        case Protocol::http:
            return "http";
        case Protocol::https:
            return "https";
    }
    return "";
}

Location location_of(const Client& client) {
    return client.location.value_or(Location::intranet);
}

bool on_the_internet(const Client& client) {
    const Location location = location_of(client);
    return location == Location::internet || location == Location::internet_only;
}

}  // namespace clientpush
