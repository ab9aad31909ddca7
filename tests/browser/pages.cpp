#include "browser/pages.h"

#include <fstream>

#include "inventory/load.h"
#include "report/plan_report.h"
#include "report/status_report.h"

namespace clientpush {
namespace {

const std::string sites = R"(
sites:
  CAS: {kind: cas}
  ABC: {kind: primary, parent: CAS, publishes_to: [corp.example], management_points: [mp1.corp.example]}
  XYZ: {kind: primary, parent: CAS, publishes_to: [corp.example], management_points: [mp2.corp.example]}
)";

const std::string clients = R"(
desks:
  vars: {site: ABC, platform: windows, membership: domain, forest: corp.example, protocol: http, location: intranet}
  hosts:
    ws[001:820]: {http_port: 80, ports_seen: 2026-11-20T09:00:00Z}
kiosks:
  vars: {site: ABC, platform: windows, membership: workgroup, protocol: http, http_port: 80, ports_seen: 2026-10-02}
  hosts:
    kiosk-[01:48]:
    till-[01:12]: {http_port: 8080}
stores:
  vars: {site: XYZ, platform: windows, membership: workgroup, protocol: https, https_port: 443}
  hosts:
    store-[001:120].branch.example:
servers:
  vars: {site: ABC, platform: linux, protocol: http}
  hosts:
    db[1:9]: {http_port: 80}
    build-a: {}
dmz:
  vars: {site: ABC, platform: windows, membership: domain, forest: dmz.example, protocol: http, http_port: 80}
  hosts:
    web[01:14].dmz.example: {ports_seen: 2026-11-22T10:00:00Z}
roaming:
  vars: {site: ABC, platform: windows, membership: domain, forest: corp.example, protocol: https, https_port: 443}
  hosts:
    laptop-[01:22]: {location: internet}
    tablet-[1:30]: {location: cmg}
attic:
  vars: {site: ABC, platform: windows}
  hosts:
    attic-[1:7]: {}
)";

const std::string large = R"(
desks:
  vars: {site: ABC, platform: windows, membership: domain, forest: corp.example, protocol: http, http_port: 80}
  hosts:
    ws[000001:099000]:
kiosks:
  vars: {site: ABC, platform: windows, membership: workgroup, protocol: http, http_port: 80}
  hosts:
    kiosk-[0001:1000]:
)";

Time now() {
    Time time{};
    parse_time("2026-11-22T20:15:03Z", time);
    return time;
}

Change change_of(const std::string& text) {
    Change change;
    change.inventory = load_inventory_text("fleet.yml", text).inventory;
    Sites after = change.inventory.sites;
    after.at("ABC").ports.http.standard = 8080;
    after.at("ABC").ports.https.standard = 8443;
    std::vector<Client> known;
    for (const Host& host : change.inventory.hosts) known.push_back(host.client);
    change.plan = plan_change(known, change.inventory.sites, after, Methods{});
    int pushed = 0;
    std::vector<PlannedClient> planned = change.plan.clients.all();
    for (PlannedClient& client : planned)
        if (client.action == Action::install) client.wave = pushed++ < 8 ? 1 : 2;
    change.plan.clients = std::move(planned);
    return change;
}

}  // namespace

std::filesystem::path Change::write(const std::filesystem::path& folder) const {
    std::ofstream out(folder / "plan.html");
    write_plan(out, plan, Format::html, Style{}, {&inventory, now()});
    return folder / "plan.html";
}

Change realistic_change() {
    return change_of(sites + clients);
}

Change hostile_change() {
    Change change = realistic_change();
    PlannedClient evil = change.plan.clients[820];
    evil.name = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>";
    evil.site = "\"><svg onload=alert(2)>";
    evil.verdict.reason = "<!--<script>\xff \xe2\x80\xae desrever & 'quoted' \"twice\"";
    evil.why = "`code` ]]> </style><style>body{display:none}</style>";
    evil.facts.origin = "constructor";
    evil.facts.source = PortsSeen::Source::store;
    std::vector<PlannedClient> with_evil = change.plan.clients.all();
    with_evil.push_back(evil);
    change.plan.clients = std::move(with_evil);
    ++change.plan.summary.by_outlook[evil.verdict.outlook];
    change.plan.warnings.push_back(evil.name);
    return change;
}

Change large_change() {
    return change_of(sites + large);
}

std::filesystem::path write_run(const std::filesystem::path& folder) {
    StatusView view;
    view.run = {.id = 3, .kind = "push", .playbook = "Port change", .state = RunState::ended};
    view.run.created_at = view.now = now();
    view.run.ended_at = now();
    const auto add = [&](const std::string& name, HostState state, const std::string& reason,
                         const std::string& detail) {
        HostRun& host = view.hosts.emplace_back();
        host.host = name;
        host.site = "ABC";
        host.wave = 1;
        host.state = state;
        host.reason = reason;
        host.detail = detail;
        host.since = now();
    };
    for (int i = 0; i < 180; ++i)
        add("ws" + std::to_string(100 + i), HostState::managed, "proved", "HTTP 8080, HTTPS 8443, site ABC");
    for (int i = 0; i < 4; ++i)
        add("kiosk" + std::to_string(i), HostState::failed, "exit-code-3",
            "the installer ended with 3\n</script><script>document.title='owned'</script>");
    add("dmz1", HostState::refused, "host-key-changed", "its key is SHA256:abc");
    add("off1", HostState::unreachable, "no-answer", "no answer from off1 port 22");
    std::ofstream out(folder / "run.html");
    write_status(out, view, Format::html, Style{});
    return folder / "run.html";
}

}  // namespace clientpush
