#include "report/status_formats.h"
#include "report/status_view.h"

namespace clientpush {
namespace {

Json json_of(const Run& run) {
    return {{"id", run.id},
            {"kind", run.kind},
            {"playbook", run.playbook},
            {"state", to_text(run.state)},
            {"reason", run.reason},
            {"created_at", to_text(run.created_at)},
            {"ended_at", or_null(run.ended_at)},
            {"requested_by", run.requested_by}};
}

Json summary_of(const std::vector<HostRun>& hosts) {
    Json summary = Json::object();
    for (const auto& [state, count] : counts_of(hosts)) summary[std::string(to_text(state))] = count;
    summary["total"] = hosts.size();
    return summary;
}

PortsSeen seen_of(const StatusView& view, const std::string& host) {
    const auto record = view.records.find(host);
    return record == view.records.end() ? PortsSeen{} : record->second.seen;
}

int attempts_of(const StatusView& view, const std::string& host) {
    const auto attempts = view.attempts.find(host);
    return attempts == view.attempts.end() ? 0 : attempts->second;
}

Json json_of(const HostRun& host, const StatusView& view) {
    const PortsSeen seen = seen_of(view, host.host);
    Json json{{"name", host.host},
              {"site", host.site},
              {"state", to_text(host.state)},
              {"step", host.step},
              {"reason", host.reason},
              {"detail", host.detail},
              {"wave", host.wave},
              {"tries", host.tries},
              {"attempts", attempts_of(view, host.host)},
              {"ports", {{"http", or_null(seen.http)}, {"https", or_null(seen.https)}}},
              {"seen_at", or_null(seen.at)},
              {"since", to_text(host.since)},
              {"next_at", or_null(host.next_at)}};
    const auto verdict = view.verdicts.find(host.host);
    if (verdict != view.verdicts.end()) {
        json["outlook"] = to_text(verdict->second.outlook);
        json["rule"] = verdict->second.rule;
    }
    return json;
}

Json not_looked_at(const StatusView& view) {
    std::map<std::string, Verdict> left = view.verdicts;
    for (const HostRun& host : view.hosts) left.erase(host.host);
    Json clients = Json::array();
    for (const auto& [name, verdict] : left) {
        clients.push_back(Json{{"name", name},
                               {"outlook", to_text(verdict.outlook)},
                               {"rule", verdict.rule},
                               {"reason", verdict.reason}});
    }
    return clients;
}

std::string text_of(const Json& value) {
    if (value.is_null()) return "";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

Json json_of(const StatusView& view) {
    Json hosts = Json::array();
    for (const HostRun& host : view.hosts) hosts.push_back(json_of(host, view));
    Json json{{"run", json_of(view.run)}, {"summary", summary_of(view.hosts)}, {"hosts", std::move(hosts)}};
    if (!view.verdicts.empty()) json["not_looked_at"] = not_looked_at(view);
    return json;
}

Grid grid_of(const StatusView& view) {
    Grid grid;
    grid.columns = {"name",  "site",     "state", "step",  "reason",  "detail", "wave",
                    "tries", "attempts", "http",  "https", "seen_at", "since",  "next_at"};
    if (!view.verdicts.empty()) grid.columns.insert(grid.columns.end(), {"outlook", "rule"});
    for (const HostRun& host : view.hosts) {
        const Json json = json_of(host, view);
        std::vector<std::string>& row = grid.rows.emplace_back();
        for (const std::string& column : grid.columns) {
            const Json& from = column == "http" || column == "https" ? json.at("ports") : json;
            row.push_back(from.contains(column) ? text_of(from.at(column)) : "");
        }
    }
    return grid;
}

}  // namespace clientpush
