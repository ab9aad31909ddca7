#include "status/sqlite_reader.h"

#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "status/sqlite.h"
#include "status/sqlite_error.h"

namespace clientpush {
namespace {

const std::string select_run = R"sql(
SELECT id, kind, key, playbook, document, state, reason, created_at, ended_at, requested_by FROM run )sql";

const std::string select_host = R"sql(
SELECT run, host, position, site, wave, state, step, reason, detail, tries, next_at, since FROM host_run )sql";

const std::string select_attempt = R"sql(
SELECT id, run, host, fence, method, package, site, generation, http, https, state, exit_code, intended_at,
    ended_at, output FROM attempt )sql";

const std::string select_record = R"sql(
SELECT name, site, seen_http, seen_https, seen_at, seen_source, seen_origin, management_point, version, healthy,
    reaches, machine_id, contacted_at FROM host )sql";

const std::string select_generation = R"sql(
SELECT site, number, http, http_alternative, https, https_alternative, notification, wake_on_lan, website,
    recorded_at FROM generation )sql";

const std::string select_event = "SELECT number, at, run, host, kind, data FROM event ";

void read_run(Query& query, Run& run) {
    query.row(run.id, run.kind, run.key, run.playbook, run.document, run.state, run.reason, run.created_at,
              run.ended_at, run.requested_by);
}

void read_host(Query& query, HostRun& host) {
    query.row(host.run, host.host, host.position, host.site, host.wave, host.state, host.step, host.reason,
              host.detail, host.tries, host.next_at, host.since);
}

void read_attempt(Query& query, Attempt& a) {
    query.row(a.id, a.run, a.host, a.fence, a.method, a.package, a.site, a.generation, a.http, a.https,
              a.state, a.exit_code, a.intended_at, a.ended_at, a.output);
}

void read_record(Query& query, HostRecord& record) {
    PortsSeen& seen = record.seen;
    query.row(record.host, record.site, seen.http, seen.https, seen.at, seen.source, seen.origin,
              record.management_point, record.version, record.healthy, record.reaches, record.machine_id,
              record.contacted_at);
}

void read_generation(Query& query, PortGeneration& generation) {
    SitePorts& ports = generation.ports;
    query.row(generation.site, generation.number, ports.http.standard, ports.http.alternative,
              ports.https.standard, ports.https.alternative, ports.notification, ports.wake_on_lan,
              generation.website, generation.recorded_at);
}

void read_waiver(Query& query, Waiver& waiver) {
    query.row(waiver.host, waiver.why, waiver.by, waiver.at);
}

void read_event(Query& query, Event& event) {
    query.row(event.number, event.at, event.run, event.host, event.kind, event.data);
}

void read_text(Query& query, std::string& text) {
    query.row(text);
}

template <typename Value>
std::optional<Value> first(std::vector<Value> values) {
    if (values.empty()) return std::nullopt;
    return std::move(values.front());
}

}  // namespace

SqliteReader::SqliteReader(const std::filesystem::path& state) : db_(open_for_reading(state)) {}

template <typename Value, typename... Bound>
std::vector<Value> SqliteReader::all(const std::string& sql, void (*read)(Query&, Value&),
                                     const Bound&... bound) {
    try {
        Query query(db_, sql.c_str());
        query.with(bound...);
        std::vector<Value> values;
        while (query.next()) read(query, values.emplace_back());
        return values;
    } catch (const SQLite::Exception& e) {
        throw storage_error(e, db_.getFilename());
    }
}

std::string SqliteReader::state_id() {
    return all("SELECT coalesce(max(state_id), '') FROM meta", read_text).front();
}

std::optional<Run> SqliteReader::run(RunId id) {
    return first(with_generations(all(select_run + "WHERE id = ?", read_run, id)));
}

std::vector<Run> SqliteReader::runs() {
    return with_generations(all(select_run + "ORDER BY id DESC", read_run));
}

std::optional<Run> SqliteReader::latest_run() {
    return first(with_generations(all(select_run + "ORDER BY id DESC LIMIT 1", read_run)));
}

std::optional<Run> SqliteReader::open_run() {
    return first(
        with_generations(all(select_run + "WHERE state IN ('open', 'paused', 'stopped')", read_run)));
}

std::vector<Run> SqliteReader::with_generations(std::vector<Run> runs) {
    using Numbered = std::pair<std::string, std::int64_t>;
    const auto read = +[](Query& query, Numbered& numbered) { query.row(numbered.first, numbered.second); };
    for (Run& run : runs) {
        for (auto& numbered : all("SELECT site, number FROM run_generation WHERE run = ?", read, run.id)) {
            run.generations.insert(std::move(numbered));
        }
    }
    return runs;
}

std::vector<HostRun> SqliteReader::hosts_of(RunId id) {
    return all(select_host + "WHERE run = ? ORDER BY position, host", read_host, id);
}

std::vector<Attempt> SqliteReader::attempts_of(RunId id) {
    return all(select_attempt + "WHERE run = ? ORDER BY number", read_attempt, id);
}

std::vector<Attempt> SqliteReader::attempts_on(const std::string& host) {
    return all(select_attempt + "WHERE host = ? ORDER BY number DESC", read_attempt, host);
}

std::vector<HostRecord> SqliteReader::host_records() {
    return all(select_record + "ORDER BY name", read_record);
}

std::optional<HostRecord> SqliteReader::host_record(const std::string& host) {
    return first(all(select_record + "WHERE name = ?", read_record, host));
}

std::vector<PortGeneration> SqliteReader::generations() {
    return all(select_generation + "ORDER BY site, number", read_generation);
}

std::vector<Waiver> SqliteReader::waivers() {
    return all("SELECT host, why, waived_by, at FROM waiver ORDER BY host", read_waiver);
}

std::vector<Event> SqliteReader::events(RunId id, std::int64_t after, std::size_t limit) {
    constexpr std::size_t most = std::numeric_limits<std::int64_t>::max();
    return all(select_event + "WHERE run IS nullif(?, 0) AND number > ? ORDER BY number LIMIT ?", read_event,
               id, after, std::min(limit, most));
}

std::vector<std::string> SqliteReader::faults() {
    try {
        std::vector<std::string> found = all("PRAGMA integrity_check", read_text);
        std::erase(found, "ok");
        if (const auto number = first_changed_event()) {
            found.push_back("event " + std::to_string(*number) +
                            ", or one before it, was changed after it was written");
        }
        return found;
    } catch (const SQLite::Exception& e) {
        return {storage_error(e, db_.getFilename()).what()};
    } catch (const Error& e) {
        return {e.what()};
    }
}

std::optional<std::int64_t> SqliteReader::first_changed_event() {
    Query query(db_, "SELECT number, at, run, host, kind, data, hash FROM event ORDER BY number");
    Digest expected{};
    std::int64_t last = 0;
    while (query.next()) {
        Event event;
        Digest stored;
        query.row(event.number, event.at, event.run, event.host, event.kind, event.data, stored);
        expected = chained(expected, event);
        if (stored != expected || event.number != ++last) return event.number;
    }
    return std::nullopt;
}

}  // namespace clientpush
