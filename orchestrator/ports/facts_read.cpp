#include "ports/trace.h"

namespace clientpush {
namespace {

bool port_stays(std::optional<Port> seen, const ServicePorts& listens) {
    return seen && (*seen == listens.standard || seen == listens.alternative);
}

/// Rules 2 and 3; true when the rules after them have a say.
bool read_ports(const Client& client, const Site& site, std::vector<Fact>& read) {
    bool goes_on = false;
    if (client.protocol != Protocol::https) {
        read.push_back(Fact::http_port);
        goes_on = !port_stays(client.seen.http, site.ports.http);
    }
    if (client.protocol != Protocol::http) {
        read.push_back(Fact::https_port);
        goes_on = goes_on || !port_stays(client.seen.https, site.ports.https);
    }
    return goes_on;
}

/// Rules 4 to 8.
void read_what_finds_the_directory(const Client& client, const Site& site, std::vector<Fact>& read) {
    read.push_back(Fact::platform);
    if (client.platform.value_or(Platform::windows) != Platform::windows || on_the_internet(client)) return;
    read.push_back(Fact::membership);
    if (client.membership == Membership::workgroup || site.publishes_to.empty()) return;
    read.push_back(Fact::forest);
}

}  // namespace

std::string_view to_text(Fact fact) {
    switch (fact) {
        case Fact::site:
            return "site";
        case Fact::location:
            return "location";
        case Fact::protocol:
            return "protocol";
        case Fact::http_port:
            return "http_port";
        case Fact::https_port:
            return "https_port";
        case Fact::platform:
            return "platform";
        case Fact::membership:
            return "membership";
        case Fact::forest:
            return "forest";
    }
    return "";
}

std::vector<Fact> facts_read(const Client& client, const Sites& sites) {
    std::vector<Fact> read{Fact::site};
    const Site* const site = serving_site(sites, client.site);
    if (site == nullptr) return read;
    read.push_back(Fact::location);
    if (location_of(client) == Location::cmg) return read;
    read.push_back(Fact::protocol);
    if (read_ports(client, *site, read)) read_what_finds_the_directory(client, *site, read);
    return read;
}

}  // namespace clientpush
