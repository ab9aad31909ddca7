#include "unit/report/samples.h"

namespace clientpush {
namespace {

PlannedClient planned(const std::string& name, Verdict verdict, Action action, const std::string& why,
                      std::optional<int> wave, std::optional<Port> http) {
    PlannedClient client;
    client.name = name;
    client.site = "ABC";
    client.verdict = std::move(verdict);
    client.action = action;
    client.why = why;
    client.wave = wave;
    client.facts.http = http;
    if (http) client.facts.at = at("2026-11-01T09:00:00Z");
    client.facts.origin = "lab.yml:14:9";
    return client;
}

Verdict workgroup() {
    return {Outlook::unmanaged, "workgroup-cannot-read-ad",
            "last seen on HTTP 80, but ABC listens on 8080; a workgroup client cannot read Active Directory"};
}

}  // namespace

Time at(const std::string& text) {
    Time time{};
    parse_time(text, time);
    return time;
}

Plan sample_plan() {
    Plan plan;
    plan.site_changes = {{"AB1", "http", "80", "8080"}, {"ABC", "http", "80", "8080"}};
    plan.clients = std::vector<PlannedClient>{
        planned("kiosk01", workgroup(), Action::switch_ports,
                "its agent is healthy: setting the ports is enough", 1, 80),
        planned("kiosk02", workgroup(), Action::install, "switch does not fit: its agent is not healthy", 2,
                80),
        planned("home2",
                {Outlook::unmanaged, "on-the-internet",
                 "last seen on HTTP 80, but ABC listens on 8080; it is on the internet now and cannot read "
                 "Active Directory"},
                Action::bundle, "the inventory has no address at which a push could reach it", {}, 80),
        planned("old1",
                {Outlook::alternative_only, "port-kept-as-alternative",
                 "last seen on HTTP 81, for ABC only the alternative to 8080: safe until that is retired"},
                Action::none, "not selected by the playbook", {}, 81),
        planned("attic1",
                {Outlook::unknown, "seen-port-not-known", "not known: the HTTP port, <its> \"forest\""},
                Action::install, "switch does not fit: its present ports are not known", 2, {}),
        planned(
            "ws01",
            {Outlook::self_heals, "reads-ad",
             "it reads the ports of ABC from Active Directory (forest corp.example), perhaps a day later"},
            Action::none, "it takes the new ports from Active Directory by itself", {}, 80),
        planned("new1", {Outlook::managed, "port-kept", "last seen on HTTP 8080, the default of ABC"},
                Action::none, "its port stays", {}, 8080),
        planned("tablet9",
                {Outlook::cloud, "cloud-fixed-443",
                 "it reaches the site through the cloud management gateway, always on 443"},
                Action::none, "the cloud management gateway keeps its port", {}, {})};
    for (const PlannedClient& client : plan.clients) {
        ++plan.summary.by_outlook[client.verdict.outlook];
        ++plan.summary.by_action[client.action];
        if (client.wave && client.action == Action::none) ++plan.summary.looked_at;
    }
    plan.summary.assumed_intranet = 6;
    plan.warnings = {
        "1 client (ws01) assigned to the secondary AB1: no client belongs to a secondary; the ports and the "
        "site code of ABC are used"};
    return plan;
}

HostRun host_in(HostState state, const std::string& name, const std::string& reason,
                const std::string& detail) {
    HostRun host;
    host.run = 3;
    host.host = name;
    host.site = "ABC";
    host.wave = 1;
    host.state = state;
    host.reason = reason;
    host.detail = detail;
    host.since = at("2026-11-22T20:16:00Z");
    return host;
}

StatusView sample_status() {
    StatusView view;
    view.run = {.id = 3, .kind = "push", .playbook = "Port change", .state = RunState::ended};
    view.run.created_at = at("2026-11-22T20:15:03Z");
    view.run.ended_at = at("2026-11-22T20:35:03Z");
    view.run.requested_by = "root";
    view.now = at("2026-11-22T20:40:00Z");
    view.hosts = {
        host_in(HostState::managed, "ws01", "proved", "HTTP 8080, HTTPS 443, site ABC"),
        host_in(HostState::managed, "ws02", "already-right", "HTTP 8080, HTTPS 443, site ABC"),
        host_in(HostState::skipped, "ws03", "waived"),
        host_in(HostState::failed, "kiosk01", "exit-code-3", "the installer on kiosk01 ended with 3"),
        host_in(HostState::failed, "kiosk02", "exit-code-3", "the installer on kiosk02 ended with 3"),
        host_in(HostState::failed, "kiosk03", "disk-full", "12 KB free, the payload needs 5000 KB"),
        host_in(HostState::refused, "dmz1", "host-key-changed", "its key is SHA256:abc"),
        host_in(HostState::refused, "dmz2", "host-key-changed", "its key is SHA256:def"),
        host_in(HostState::unreachable, "off1", "no-answer", "no answer from off1 port 22")};
    view.hosts.back().next_at = at("2026-11-22T20:45:00Z");
    view.hosts.back().tries = 2;
    HostRecord& record = view.records["ws01"];
    record.host = "ws01";
    record.seen.http = 8080;
    record.seen.https = 443;
    record.seen.at = at("2026-11-22T20:16:00Z");
    view.attempts["ws01"] = 1;
    view.attempts["kiosk01"] = 2;
    return view;
}

Cutover sample_cutover() {
    Cutover cutover;
    cutover.site = "ABC";
    cutover.retiring = {{"ABC", "http", "80", "8080"}};
    for (const std::string name : {"kiosk01", "kiosk02", "kiosk03", "kiosk04"})
        cutover.blockers.push_back({name, workgroup()});
    cutover.blockers.push_back(
        {"attic1",
         {Outlook::unknown, "seen-port-not-known", "not known: the HTTP port it was last seen on"}});
    for (const std::string name : {"ws01", "ws02"})
        cutover.blockers.push_back(
            {name, {Outlook::self_heals, "reads-ad", "it reads the ports of ABC from Active Directory"}});
    cutover.waived = {"scrap1"};
    cutover.clear = 30;
    cutover.steps = {
        {"Take stock: inventory and dry run", CutoverStep::Status::done, "of every client enough is known"},
        {"Open the firewalls between clients and site for the new ports", CutoverStep::Status::cannot_tell,
         "look at the rules for HTTP 8080, HTTPS 443; clientpush plan --probe lets every host try"},
        {"Close HTTP 80", CutoverStep::Status::open, "not yet: clients still need them"}};
    return cutover;
}

namespace {

void make_kiosk(Host& kiosk) {
    kiosk.address = "192.0.2.7";
    kiosk.user = "admin";
    kiosk.client.platform = Platform::windows;
    kiosk.client.membership = Membership::workgroup;
    kiosk.client.seen.http = 80;
    kiosk.client.seen.at = at("2026-11-01T09:00:00Z");
    kiosk.client.seen.origin = "lab.yml:14:9";
    kiosk.vars["membership"] = {"workgroup", false, {"lab.yml", 11, 11}};
    kiosk.vars["rack"] = {"B 7", false, {"lab.yml", 12, 11}};
    kiosk.vars["tags"] = {R"(["front","loud"])", true, {"lab.yml", 13, 11}};
}

}  // namespace

Inventory sample_inventory() {
    Inventory inventory;
    for (const std::string name : {"ws01", "ws02", "kiosk1"}) {
        Host host;
        host.name = name;
        host.address = name;
        host.client.name = name;
        host.client.site = "ABC";
        host.at = {"lab.yml", 10, 9};
        if (name == "kiosk1") make_kiosk(host);
        inventory.hosts.push_back(host);
    }
    inventory.groups["all"] = {"all", {"ungrouped", "clients"}, {}};
    inventory.groups["ungrouped"] = {"ungrouped", {}, {}};
    inventory.groups["clients"] = {"clients", {"desks"}, {2}};
    inventory.groups["desks"] = {"desks", {}, {0, 1}};
    return inventory;
}

Plan plan_of(const Inventory& inventory) {
    Sites after;
    after["ABC"].code = "ABC";
    after["ABC"].publishes_to = {"corp.example"};
    const Sites before = after;
    after["ABC"].ports.http.standard = 8080;
    after["ABC"].ports.https.standard = 8443;
    std::vector<Client> clients;
    for (const Host& host : inventory.hosts) clients.push_back(host.client);
    return plan_change(clients, before, after, Methods{});
}

std::vector<std::string> many_names() {
    std::vector<std::string> names;
    for (int i = 0; i < 150; ++i) {
        names.push_back("ws" + std::to_string(1000 + i * 7) + ".branch.corp.example");
        names.push_back("till-" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i * i));
    }
    return names;
}

}  // namespace clientpush
