#include <set>

#include "report/rows.h"
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

std::vector<NamedVerdict> not_looked_at(const StatusView& view) {
    std::set<std::string_view> looked_at;
    for (const HostRun& host : view.hosts) looked_at.insert(host.host);
    std::vector<NamedVerdict> left = verdicts_of(view);
    std::erase_if(left, [&](const NamedVerdict& client) { return looked_at.contains(client.name); });
    return left;
}

std::string text_of(const Json& value) {
    if (value.is_null()) return "";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

void write_status_json(std::ostream& out, const StatusView& view) {
    JsonObject json(out);
    json.add("run", json_of(view.run));
    json.add("summary", summary_of(view.hosts));
    json.add_list("hosts", view.hosts, [&](const HostRun& host) { return json_of(host, view); });
    if (!view.verdicts.empty()) {
        json.add_list("not_looked_at", not_looked_at(view),
                      [](const NamedVerdict& client) { return json_of(client.name, *client.verdict); });
    }
    json.end();
}

void write_status_lines(std::ostream& out, const StatusView& view) {
    for (const HostRun& host : view.hosts) out << one_line(json_of(host, view)) << '\n';
}

StatusRows rows_of(const StatusView& view) {
    StatusRows rows{{"name", "site", "state", "step", "reason", "detail", "wave", "tries", "attempts", "http",
                     "https", "seen_at", "since", "next_at"}};
    if (!view.verdicts.empty()) rows.columns.insert(rows.columns.end(), {"outlook", "rule"});
    return rows;
}

std::vector<std::string> StatusRows::of(const HostRun& host, const StatusView& view) const {
    const Json json = json_of(host, view);
    std::vector<std::string> row;
    for (const std::string& column : columns) {
        const Json& from = column == "http" || column == "https" ? json.at("ports") : json;
        row.push_back(from.contains(column) ? text_of(from.at(column)) : "");
    }
    return row;
}

void write_status_rows(std::ostream& out, const StatusView& view, Format format) {
    const StatusRows rows = rows_of(view);
    RowWriter writer(out, format, rows.columns);
    for (const HostRun& host : view.hosts) writer.add(rows.of(host, view));
}

}  // namespace clientpush
