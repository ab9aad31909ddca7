#include "status/sqlite_store.h"

#include <utility>

#include "status/acknowledgement.h"
#include "status/rare_writes.h"
#include "status/sqlite.h"
#include "status/sqlite_error.h"

namespace clientpush {
namespace {

GroupWriter open_writer(const std::filesystem::path& state) {
    try {
        return {open_for_writing(state), state};
    } catch (const SQLite::Exception& e) {
        throw storage_error(e, state);
    }
}

}  // namespace

SqliteStore::SqliteStore(StateLock lock)
    : lock_(std::move(lock)),
      writer_(open_writer(lock_.state())),
      reader_(lock_.state()),
      state_id_(reader_.state_id()) {}

RunId SqliteStore::begin_run(Run run, std::vector<HostRun> hosts) {
    RunId id = 0;
    writer_.write([&](RowWriter& rows) { id = insert_run(rows.database(), run, hosts); });
    return id;
}

std::int64_t SqliteStore::claim_run(RunId id) {
    std::int64_t fence = 0;
    writer_.write([&](RowWriter& rows) { fence = claim(rows.database(), id); });
    return fence;
}

void SqliteStore::set_run_state(RunId id, RunState state, std::string reason, Time now) {
    writer_.write([&](RowWriter& rows) { update_run_state(rows.database(), id, state, reason, now); });
}

PortGeneration SqliteStore::record_generation(const std::string& site, const SitePorts& ports,
                                              Website website, Time now) {
    PortGeneration current;
    writer_.write(
        [&](RowWriter& rows) { current = append_generation(rows.database(), site, ports, website, now); });
    return current;
}

void SqliteStore::waive(Waiver waiver) {
    writer_.write([&](RowWriter& rows) { put_waiver(rows.database(), waiver); });
}

asio::awaitable<void> SqliteStore::commit(Change change) {
    const auto here = co_await asio::this_coro::executor;
    Acknowledgement durable(here);
    writer_.submit([change = std::move(change)](RowWriter& rows) { rows.write(change); }, durable.answer());
    co_await durable.wait();
}

void SqliteStore::note(Change change) {
    writer_.submit_lazily([change = std::move(change)](RowWriter& rows) { rows.write(change); });
}

template <typename Ask>
auto SqliteStore::ask(Ask question) {
    writer_.settle();
    const std::lock_guard lock(reading_);
    return question(reader_);
}

std::optional<Run> SqliteStore::run(RunId id) {
    return ask([id](SqliteReader& reader) { return reader.run(id); });
}

std::vector<Run> SqliteStore::runs() {
    return ask([](SqliteReader& reader) { return reader.runs(); });
}

std::optional<Run> SqliteStore::latest_run() {
    return ask([](SqliteReader& reader) { return reader.latest_run(); });
}

std::optional<Run> SqliteStore::open_run() {
    return ask([](SqliteReader& reader) { return reader.open_run(); });
}

std::vector<HostRun> SqliteStore::hosts_of(RunId id) {
    return ask([id](SqliteReader& reader) { return reader.hosts_of(id); });
}

std::vector<Attempt> SqliteStore::attempts_of(RunId id) {
    return ask([id](SqliteReader& reader) { return reader.attempts_of(id); });
}

std::vector<Attempt> SqliteStore::attempts_on(const std::string& host) {
    return ask([&host](SqliteReader& reader) { return reader.attempts_on(host); });
}

std::vector<HostRecord> SqliteStore::host_records() {
    return ask([](SqliteReader& reader) { return reader.host_records(); });
}

std::optional<HostRecord> SqliteStore::host_record(const std::string& host) {
    return ask([&host](SqliteReader& reader) { return reader.host_record(host); });
}

std::vector<PortGeneration> SqliteStore::generations() {
    return ask([](SqliteReader& reader) { return reader.generations(); });
}

std::vector<Waiver> SqliteStore::waivers() {
    return ask([](SqliteReader& reader) { return reader.waivers(); });
}

std::vector<Event> SqliteStore::events(RunId id, std::int64_t after, std::size_t limit) {
    return ask([=](SqliteReader& reader) { return reader.events(id, after, limit); });
}

}  // namespace clientpush
