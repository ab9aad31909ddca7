#include "status/row_writer.h"

#include <string_view>

#include "status/sqlite_error.h"

namespace clientpush {
namespace {

constexpr const char* put_host = R"sql(
INSERT INTO host_run (run, host, position, site, wave, state, step, reason, detail, tries, next_at, since)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (run, host) DO UPDATE SET
    position = excluded.position, site = excluded.site, wave = excluded.wave, state = excluded.state,
    step = excluded.step, reason = excluded.reason, detail = excluded.detail, tries = excluded.tries,
    next_at = excluded.next_at, since = excluded.since)sql";

constexpr const char* update_attempt = R"sql(
UPDATE attempt SET run = ?, host = ?, fence = ?, method = ?, package = ?, site = ?, generation = ?, http = ?,
    https = ?, state = ?, exit_code = ?, intended_at = ?, ended_at = ?, output = ?
WHERE id = ?)sql";

constexpr const char* insert_attempt = R"sql(
INSERT INTO attempt (run, host, fence, method, package, site, generation, http, https, state, exit_code,
    intended_at, ended_at, output, id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr const char* put_record = R"sql(
INSERT OR REPLACE INTO host (name, site, seen_http, seen_https, seen_at, seen_source, seen_origin,
    management_point, version, healthy, reaches, machine_id, contacted_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr const char* append_event =
    "INSERT INTO event (number, at, run, host, kind, data, hash) VALUES (?, ?, nullif(?, 0), ?, ?, ?, ?)";

Query& bind(Query& query, const Attempt& a) {
    return query.with(a.run, a.host, a.fence, a.method, a.package, a.site, a.generation, a.http, a.https,
                      a.state, a.exit_code, a.intended_at, a.ended_at, a.output, a.id);
}

Error refusal(const SQLite::Exception& cause, const Change& change) {
    const std::string words = cause.what();
    if (words.find("attempt.host") != std::string::npos && change.attempt) {
        return Error(Error::Kind::storage, "attempt-open",
                     "an attempt on " + change.attempt->host + " is still open, so no other one may begin",
                     "look at the host first: `clientpush resume` does");
    }
    return Error(Error::Kind::storage, "change-refused", "the state refuses a change: " + words);
}

}  // namespace

RowWriter::RowWriter(SQLite::Database& db)
    : db_(db),
      put_host_(db, put_host),
      update_attempt_(db, update_attempt),
      insert_attempt_(db, insert_attempt),
      fence_(db, "SELECT fence FROM run WHERE id = ?"),
      put_record_(db, put_record),
      append_event_(db, append_event),
      last_event_(db, "SELECT number, hash FROM event ORDER BY number DESC LIMIT 1") {}

void RowWriter::write(const Change& change) {
    try {
        write_all(change);
    } catch (const SQLite::Exception& e) {
        if (is_refusal(e)) throw refusal(e, change);
        throw;
    }
}

void RowWriter::write_all(const Change& change) {
    if (change.host) write(*change.host);
    if (change.attempt) write(*change.attempt);
    if (change.record) write(*change.record);
    for (const Event& event : change.events) append(event);
}

void RowWriter::write(const HostRun& host) {
    put_host_
        .with(host.run, host.host, host.position, host.site, host.wave, host.state, host.step, host.reason,
              host.detail, host.tries, host.next_at, host.since)
        .run();
}

void RowWriter::write(const Attempt& attempt) {
    if (bind(update_attempt_, attempt).run() != 0) return;
    std::int64_t claim = 0;
    if (fence_.with(attempt.run).next()) fence_.row(claim);
    fence_.rest();
    if (attempt.fence < claim) {
        throw Error(Error::Kind::storage, "claim-lost",
                    "another controller has taken over run " + std::to_string(attempt.run),
                    "leave the run to it; `clientpush status` shows it");
    }
    bind(insert_attempt_, attempt).run();
}

void RowWriter::write(const HostRecord& record) {
    put_record_
        .with(record.host, record.site, record.seen.http, record.seen.https, record.seen.at,
              record.seen.source, record.seen.origin, record.management_point, record.version, record.healthy,
              record.reaches, record.machine_id, record.contacted_at)
        .run();
}

void RowWriter::append(Event event) {
    if (!tip_) tip_ = read_tip();
    event.number = tip_->number + 1;
    const Digest digest = chained(tip_->digest, event);
    append_event_.with(event.number, event.at, event.run, event.host, event.kind, event.data, digest).run();
    tip_ = Tip{event.number, digest};
}

RowWriter::Tip RowWriter::read_tip() {
    Tip tip;
    if (last_event_.with().next()) last_event_.row(tip.number, tip.digest);
    last_event_.rest();
    return tip;
}

}  // namespace clientpush
