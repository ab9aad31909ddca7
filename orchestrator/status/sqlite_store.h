#pragma once

#include <memory>
#include <mutex>

#include "status/group_writer.h"
#include "status/sqlite_reader.h"
#include "status/state_lock.h"
#include "status/store.h"

namespace clientpush {

/// Store in one SQLite file, with a write-ahead log that is synced at every commit. May be used from many
/// threads; each commit resumes on the executor of its own coroutine. It must not outlive that executor's
/// context with commits under way, and its end writes what is queued.
class SqliteStore : public Store {
public:
    /// Opens the state that the lock names, makes it, or upgrades it. Throws Error{storage} "state-newer",
    /// "state-foreign", "state-corrupt", and Error{usage} when the place cannot be written.
    explicit SqliteStore(StateLock lock);

    RunId begin_run(Run run, std::vector<HostRun> hosts) override;
    std::int64_t claim_run(RunId id) override;
    void set_run_state(RunId id, RunState state, std::string reason, Time now) override;
    PortGeneration record_generation(const std::string& site, const SitePorts& ports, Website website,
                                     Time now) override;
    void waive(Waiver waiver) override;
    asio::awaitable<void> commit(Change change) override;
    void note(Change change) override;

    std::string state_id() override { return state_id_; }
    std::optional<Run> run(RunId id) override;
    std::vector<Run> runs() override;
    std::optional<Run> latest_run() override;
    std::optional<Run> open_run() override;
    std::vector<HostRun> hosts_of(RunId id) override;
    std::vector<Attempt> attempts_of(RunId id) override;
    std::vector<Attempt> attempts_on(const std::string& host) override;
    std::vector<HostRecord> host_records() override;
    std::optional<HostRecord> host_record(const std::string& host) override;
    std::vector<PortGeneration> generations() override;
    std::vector<Waiver> waivers() override;
    std::vector<Event> events(RunId id, std::int64_t after = 0, std::size_t limit = 10'000) override;

    /// How many groups it has committed: changes divided by this is what one sync carried.
    std::uint64_t groups() const { return writer_.groups(); }

private:
    /// The reader, after everything noted before is there to be read.
    template <typename Ask>
    auto ask(Ask question);

    StateLock lock_;
    GroupWriter writer_;
    SqliteReader reader_;  // after the writer, which makes the file
    std::string state_id_;
    std::mutex reading_;
};

}  // namespace clientpush
