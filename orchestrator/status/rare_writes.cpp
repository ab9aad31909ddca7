#include "status/rare_writes.h"

#include "base/error.h"
#include "status/query.h"

namespace clientpush {
namespace {

bool is_open(RunState state) {
    return state == RunState::open || state == RunState::paused || state == RunState::stopped;
}

void refuse_second_open_run(SQLite::Database& db, RunId except) {
    Query query(db, "SELECT id, state FROM run WHERE state IN ('open', 'paused', 'stopped') AND id <> ?");
    if (!query.with(except).next()) return;
    RunId id = 0;
    RunState state{};
    query.row(id, state);
    const std::string number = std::to_string(id);
    throw Error(Error::Kind::usage, "run-open", "run " + number + " is still " + std::string(to_text(state)),
                "finish it with `clientpush resume " + number + "`, or give it up with `clientpush cancel " +
                    number + "`");
}

Error no_such_run(RunId id) {
    return Error(Error::Kind::usage, "run-not-found", "there is no run " + std::to_string(id),
                 "`clientpush status` names the latest one");
}

void insert_hosts(SQLite::Database& db, RunId run, const std::vector<HostRun>& hosts) {
    Query query(db, "INSERT INTO host_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const HostRun& host : hosts) {
        query
            .with(run, host.host, host.position, host.site, host.wave, host.state, host.step, host.reason,
                  host.detail, host.tries, host.next_at, host.since)
            .run();
    }
}

std::optional<PortGeneration> latest_generation(SQLite::Database& db, const std::string& site) {
    Query query(db, R"sql(
SELECT number, http, http_alternative, https, https_alternative, notification, wake_on_lan, website, recorded_at
FROM generation WHERE site = ? ORDER BY number DESC LIMIT 1)sql");
    if (!query.with(site).next()) return std::nullopt;
    PortGeneration found;
    found.site = site;
    SitePorts& ports = found.ports;
    query.row(found.number, ports.http.standard, ports.http.alternative, ports.https.standard,
              ports.https.alternative, ports.notification, ports.wake_on_lan, found.website,
              found.recorded_at);
    return found;
}

}  // namespace

RunId insert_run(SQLite::Database& db, const Run& run, const std::vector<HostRun>& hosts) {
    if (is_open(run.state)) refuse_second_open_run(db, 0);
    Query(db, R"sql(
INSERT INTO run (kind, key, playbook, document, state, reason, created_at, ended_at, requested_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql")
        .with(run.kind, run.key, run.playbook, run.document, run.state, run.reason, run.created_at,
              run.ended_at, run.requested_by)
        .run();
    const RunId id = db.getLastInsertRowid();
    Query generation(db, "INSERT INTO run_generation VALUES (?, ?, ?)");
    for (const auto& [site, number] : run.generations) generation.with(id, site, number).run();
    insert_hosts(db, id, hosts);
    return id;
}

std::int64_t claim(SQLite::Database& db, RunId id) {
    db.exec("UPDATE meta SET fence = fence + 1");
    const std::int64_t fence = db.execAndGet("SELECT fence FROM meta").getInt64();
    if (Query(db, "UPDATE run SET fence = ? WHERE id = ?").with(fence, id).run() == 0) throw no_such_run(id);
    return fence;
}

void update_run_state(SQLite::Database& db, RunId id, RunState state, const std::string& reason, Time now) {
    std::optional<Time> ended_at;
    if (is_open(state)) {
        refuse_second_open_run(db, id);
    } else {
        ended_at = now;
    }
    Query query(db, "UPDATE run SET state = ?, reason = ?, ended_at = ? WHERE id = ?");
    if (query.with(state, reason, ended_at, id).run() == 0) throw no_such_run(id);
}

PortGeneration append_generation(SQLite::Database& db, const std::string& site, const SitePorts& ports,
                                 Website website, Time now) {
    const std::optional<PortGeneration> latest = latest_generation(db, site);
    if (latest && latest->ports == ports && latest->website == website) return *latest;
    const std::int64_t number = latest ? latest->number + 1 : 1;
    Query(db, "INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(site, number, ports.http.standard, ports.http.alternative, ports.https.standard,
              ports.https.alternative, ports.notification, ports.wake_on_lan, website, now)
        .run();
    return {site, number, ports, website, now};
}

void put_waiver(SQLite::Database& db, const Waiver& waiver) {
    Query(db, "INSERT OR REPLACE INTO waiver VALUES (?, ?, ?, ?)")
        .with(waiver.host, waiver.why, waiver.by, waiver.at)
        .run();
}

}  // namespace clientpush
