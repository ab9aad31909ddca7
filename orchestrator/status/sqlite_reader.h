#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>

#include "status/query.h"
#include "status/store.h"

namespace clientpush {

/// Reads a state, also while another process owns and writes it. For one thread at a time.
class SqliteReader : public StoreReader {
public:
    /// Throws Error{usage} "state-missing" when nothing was recorded yet, and Error{storage}: "state-newer",
    /// "state-older", "state-foreign", "state-corrupt", "state-unwritable".
    explicit SqliteReader(const std::filesystem::path& state);

    std::string state_id() override;
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

    /// What is wrong with the file, for people: damaged pages, events that were changed afterwards. Reads all
    /// of it.
    std::vector<std::string> faults();

private:
    template <typename Value, typename... Bound>
    std::vector<Value> all(const std::string& sql, void (*read)(Query&, Value&), const Bound&... bound);
    std::vector<Run> with_generations(std::vector<Run> runs);
    std::optional<std::int64_t> first_changed_event();

    SQLite::Database db_;
};

}  // namespace clientpush
