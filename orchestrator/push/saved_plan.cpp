#include "push/saved_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/names.h"
#include "profile/sha256.h"

namespace clientpush {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;
constexpr std::size_t names_at_most = 200;

/// A hundred thousand of them stand in one file, and two that differ by chance would have to be two of one
/// name.
std::string short_digest(const Json& value) {
    return sha256(value.dump(-1, ' ', false, Json::error_handler_t::replace)).substr(0, 16);
}

Json json_of(const PortsSeen& seen) {
    return {seen.http.value_or(0), seen.https.value_or(0), seen.at ? to_text(*seen.at) : ""};
}

std::string digest_of(const Site& site) {
    const auto service = [](const ServicePorts& ports) {
        return Json{ports.standard, ports.alternative.value_or(0)};
    };
    return short_digest({site.code, static_cast<int>(site.kind), site.parent, service(site.ports.http),
                         service(site.ports.https), site.ports.notification, site.ports.wake_on_lan,
                         to_text(site.website), site.management_points, site.publishes_to});
}

std::string digest_of_inventory(const Host& host) {
    Json variables = Json::array();
    for (const auto& [name, variable] : host.vars) variables.push_back({name, variable.value});
    return short_digest({host.address, port_of(host), host.user, host.private_key_file, host.connection,
                         host.machine_id, host.directory, host.client.site, variables});
}

std::string digest_of_known(const Client& client, bool waived) {
    return short_digest({json_of(client.seen), client.healthy ? (*client.healthy ? 1 : 0) : 2, waived});
}

std::string digest_of(const Profile& profile) {
    std::ifstream file(profile.folder / "profile.yml", std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return sha256(text.str() + profile.look);
}

Error unreadable(const std::string& name, const std::string& why) {
    return Error(Error::Kind::usage, "plan-unreadable", name + " is not a plan of this program: " + why,
                 "make one: clientpush plan --out FILE");
}

Json header_of(const SavedPlan& plan) {
    return {{"clientpush_plan", format_version}, {"created_at", to_text(plan.created_at)},
            {"requested_by", plan.requested_by}, {"request", Json::parse(plan.request)},
            {"sites", plan.digests.sites},       {"profile", plan.digests.profile},
            {"payload", plan.digests.payload}};
}

Json json_of(const SavedPlan::Client& client, const BasisDigests::Host& own) {
    return {{"name", client.name},
            {"site", client.site},
            {"action", to_text(client.action)},
            {"wave", client.wave ? Json(*client.wave) : Json(nullptr)},
            {"inventory", own.inventory},
            {"known", own.known}};
}

/// What was known of a host without a probe, however old: a push asks for no more.
PlanInput without_probe(const PlanInput& input) {
    PlanInput known = input;
    known.stale_after.reset();
    known.probed.clear();
    known.ways.clear();
    return known;
}

class HostDigests {
public:
    explicit HostDigests(const PlanInput& input) : input_(without_probe(input)), clients_(input_) {}
    HostDigests(const HostDigests&) = delete;
    HostDigests& operator=(const HostDigests&) = delete;

    BasisDigests::Host at(std::size_t index) const {
        const Client client = clients_[index];
        return {digest_of_inventory(input_.inventory.hosts[input_.selected[index]]),
                digest_of_known(client, input_.waived.contains(client.name))};
    }

private:
    PlanInput input_;
    KnownClients clients_;
};

/// Lines of JSON, and last the digest of them all.
class SignedLines {
public:
    explicit SignedLines(std::ostream& out) : out_(out) {}

    void add(const Json& line) {
        const std::string text = line.dump() + "\n";
        digest_.add(text);
        out_ << text;
    }

    void end() { out_ << Json{{"digest", digest_.text()}}.dump() << '\n'; }

private:
    std::ostream& out_;
    Sha256 digest_;
};

Action action_named(const std::string& name) {
    for (const Action action : {Action::none, Action::switch_ports, Action::install, Action::bundle})
        if (to_text(action) == name) return action;
    throw std::invalid_argument("there is no action " + name);
}

void read_header(const Json& header, SavedPlan& plan) {
    if (header.at("clientpush_plan") != format_version)
        throw std::invalid_argument("another version wrote it");
    if (!parse_time(header.at("created_at").get<std::string>(), plan.created_at))
        throw std::invalid_argument("created_at is no time");
    plan.requested_by = header.at("requested_by");
    plan.request = header.at("request").dump();
    plan.digests.sites = header.at("sites");
    plan.digests.profile = header.at("profile");
    plan.digests.payload = header.at("payload");
}

void read_client(const Json& line, SavedPlan& plan) {
    SavedPlan::Client client{line.at("name"), line.at("site"), action_named(line.at("action")), {}};
    if (!line.at("wave").is_null()) client.wave = line.at("wave").get<int>();
    plan.digests.hosts[client.name] = {line.at("inventory"), line.at("known")};
    plan.clients.push_back(std::move(client));
}

/// Everything before the last line, which is the digest of it.
std::string_view signed_part(const std::string& name, const std::string& text, std::string& digest) {
    const std::string_view all(text);
    const auto end = all.empty() ? all.npos : all.rfind('\n', all.size() - 2);
    const Json last = Json::parse(all.substr(end == all.npos ? 0 : end + 1), nullptr, false);
    if (end == all.npos || !last.is_object() || !last.contains("digest"))
        throw unreadable(name, "its last line is not the digest of the others; was it cut short?");
    digest = last.value("digest", "");
    return all.substr(0, end + 1);
}

/// Hosts of one side whose digests differ on the other, or that it does not have.
using Differs = bool (*)(const BasisDigests::Host&, const BasisDigests::Host&);

std::vector<std::string> changed(const BasisDigests& then, const BasisDigests& now, Differs differs) {
    std::vector<std::string> names;
    for (const auto& [name, digests] : then.hosts)
        if (const auto host = now.hosts.find(name); host != now.hosts.end() && differs(digests, host->second))
            names.push_back(name);
    return names;
}

std::vector<std::string> missing_from(const BasisDigests& there, const BasisDigests& here) {
    std::vector<std::string> names;
    for (const auto& [name, digests] : here.hosts)
        if (!there.hosts.contains(name)) names.push_back(name);
    return names;
}

void tell(std::vector<std::string>& lines, const std::string& what, const std::vector<std::string>& names) {
    if (!names.empty())
        lines.push_back(fmt::format("{}: {} ({})", what, names.size(), fold(names, names_at_most)));
}

std::vector<std::string> sites_that_differ(const BasisDigests& then, const BasisDigests& now) {
    std::vector<std::string> codes;
    for (const auto& [code, digest] : then.sites) {
        const auto site = now.sites.find(code);
        if (site == now.sites.end() || site->second != digest) codes.push_back(code);
    }
    for (const auto& [code, digest] : now.sites)
        if (!then.sites.contains(code)) codes.push_back(code);
    return codes;
}

}  // namespace

BasisDigests digests_of(const Sites& sites, const Profile& profile, const Package& package) {
    BasisDigests digests;
    for (const auto& [code, site] : sites) digests.sites[code] = digest_of(site);
    digests.profile = digest_of(profile);
    digests.payload = package.digest;
    return digests;
}

BasisDigests digests_of(const PlanInput& input, const Profile& profile, const Package& package) {
    BasisDigests digests = digests_of(input.after, profile, package);
    const HostDigests hosts(input);
    for (std::size_t i = 0; i < input.selected.size(); ++i)
        digests.hosts[std::string(input.inventory.hosts.name(input.selected[i]))] = hosts.at(i);
    return digests;
}

void write_saved_plan(std::ostream& out, const SavedPlan& plan) {
    SignedLines lines(out);
    lines.add(header_of(plan));
    for (const SavedPlan::Client& client : plan.clients) {
        const auto host = plan.digests.hosts.find(client.name);
        lines.add(json_of(client, host == plan.digests.hosts.end() ? BasisDigests::Host{} : host->second));
    }
    lines.end();
}

void write_saved_plan(std::ostream& out, const SavedPlan& head, const PlanInput& input,
                      const PlannedClients& clients) {
    SignedLines lines(out);
    lines.add(header_of(head));
    const HostDigests hosts(input);
    for (std::size_t i = 0; i < clients.size(); ++i) {
        const PlannedClient client = clients[i];
        lines.add(json_of({client.name, client.site, client.action, client.wave}, hosts.at(i)));
    }
    lines.end();
}

SavedPlan read_saved_plan(const std::string& name, const std::string& text) {
    SavedPlan plan;
    const std::string_view content = signed_part(name, text, plan.digest);
    if (sha256(content) != plan.digest)
        throw Error(Error::Kind::usage, "plan-altered",
                    name + " is not as it was written: its digest does not match",
                    "make the plan again; to change it, change the inventory or the playbook");
    try {
        std::istringstream lines{std::string(content)};
        std::string line;
        std::getline(lines, line);
        read_header(Json::parse(line), plan);
        while (std::getline(lines, line)) read_client(Json::parse(line), plan);
    } catch (const std::exception& error) {
        throw unreadable(name, error.what());
    }
    return plan;
}

std::vector<std::string> moved(const BasisDigests& then, const BasisDigests& now) {
    std::vector<std::string> lines;
    tell(lines, "sites with other ports, management points or forests", sites_that_differ(then, now));
    if (then.profile != now.profile) lines.emplace_back("the profile");
    if (then.payload != now.payload) lines.emplace_back("the payload");
    tell(lines, "hosts that were not in the selection", missing_from(then, now));
    tell(lines, "hosts that are no longer in the selection", missing_from(now, then));
    tell(lines, "hosts that the inventory describes otherwise",
         changed(then, now, [](const auto& a, const auto& b) { return a.inventory != b.inventory; }));
    tell(lines, "hosts of which other ports, or another state, are known by now",
         changed(then, now, [](const auto& a, const auto& b) { return a.known != b.known; }));
    return lines;
}

}  // namespace clientpush
