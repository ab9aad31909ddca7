#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/asio.h"
#include "base/error.h"
#include "status/record.h"

namespace clientpush {

/// Everything that is remembered, for readers. A reader never writes and never waits for the writer.
class StoreReader {
public:
    virtual ~StoreReader() = default;

    virtual std::string state_id() = 0;  ///< of this database, for ever

    virtual std::optional<Run> run(RunId id) = 0;
    virtual std::vector<Run> runs() = 0;  ///< newest first
    virtual std::optional<Run> latest_run() = 0;
    virtual std::optional<Run> open_run() = 0;  ///< open, paused or stopped: at most one

    virtual std::vector<HostRun> hosts_of(RunId id) = 0;  ///< in inventory order
    virtual std::vector<Attempt> attempts_of(RunId id) = 0;
    virtual std::vector<Attempt> attempts_on(const std::string& host) = 0;  ///< newest first
    virtual std::vector<HostRecord> host_records() = 0;                     ///< by name
    virtual std::optional<HostRecord> host_record(const std::string& host) = 0;
    virtual std::vector<PortGeneration> generations() = 0;  ///< by site, then number
    virtual std::vector<Waiver> waivers() = 0;
    virtual std::vector<Event> events(RunId id, std::int64_t after = 0, std::size_t limit = 10'000) = 0;
};

/// One step of one host's story; everything in it becomes durable together, or not at all.
struct Change {
    std::optional<HostRun> host = {};
    std::optional<Attempt> attempt = {};
    std::optional<HostRecord> record = {};
    std::vector<Event> events = {};
};

/// The one owner of the state. Throws Error{storage} and, after a failed commit, goes on throwing: nothing is
/// ever acknowledged that a crash could take back.
class Store : public StoreReader {
public:
    // Rare writes: durable when they return.

    /// Gives the run its id. Throws Error{usage} "run-open" when another run is open.
    virtual RunId begin_run(Run run, std::vector<HostRun> hosts) = 0;

    /// A number that is higher than every one given before: whoever holds an older one is out, and its new
    /// attempts are refused. Throws Error{usage} "run-not-found".
    virtual std::int64_t claim_run(RunId id) = 0;

    /// `now` becomes the run's end when it is cancelled or ended. Throws Error{usage} "run-not-found", or
    /// "run-open" when it would be open beside another one.
    virtual void set_run_state(RunId id, RunState state, std::string reason, Time now) = 0;

    /// Appends a generation when the ports or the website differ from the site's latest; returns the current
    /// one either way.
    virtual PortGeneration record_generation(const std::string& site, const SitePorts& ports, Website website,
                                             Time now) = 0;

    virtual void waive(Waiver waiver) = 0;

    // Hot writes: many hosts' changes are committed together.

    /// Resumes when the change is durable. Error{storage} that concerns this change alone: "attempt-open" (a
    /// second attempt that is `intended` or `started` on one host), "claim-lost" (a new attempt with an older
    /// fence than the run's), "change-refused" (its run is not there, or its host not in the run). A waiting
    /// coroutine may be cancelled; its change is written all the same.
    virtual asio::awaitable<void> commit(Change change) = 0;

    /// Queued and committed with the next group, in order; lost by a crash in between, which must do no harm.
    /// Nobody waits for it, so one that is refused ends all writing.
    virtual void note(Change change) = 0;
};

}  // namespace clientpush
