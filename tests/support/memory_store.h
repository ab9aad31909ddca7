#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "support/memory_image.h"

namespace clientpush {

/// The fake Store of simulations: it keeps the same rules, and a test can crash it at any moment. It outlives
/// the controller under test, as a disk does. For one thread.
///
/// A commit is durable one turn of the loop after it was asked for; a note with the next commit.
class MemoryStore : public Store {
public:
    /// How many writes would be lost by a crash now.
    std::size_t unsaved() const { return unsaved_.size(); }

    /// The controller died: of the writes that were not acknowledged, the oldest `saved` had reached the disk
    /// and the others are gone. Coroutines of the dead controller must not be run any more.
    void crash(std::size_t saved = 0);

    /// An orderly end: everything is durable.
    void save() { save(unsaved_.size()); }

    /// The disk fails: every later write throws this.
    void fail(Error cause) { failure_ = std::move(cause); }

    RunId begin_run(Run run, std::vector<HostRun> hosts) override;
    std::int64_t claim_run(RunId id) override;
    void set_run_state(RunId id, RunState state, std::string reason, Time now) override;
    PortGeneration record_generation(const std::string& site, const SitePorts& ports, Website website,
                                     Time now) override;
    void waive(Waiver waiver) override;
    asio::awaitable<void> commit(Change change) override;
    void note(Change change) override;

    std::string name = std::string(32, '0');  ///< its id: a copy is the same state until it gets another one
    std::string state_id() override { return name; }
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

private:
    using Write = std::function<void(MemoryImage&)>;

    void apply(Write write);
    void save(std::size_t count);
    void throw_if_failed() const;

    MemoryImage now_;   ///< what a reader sees
    MemoryImage disk_;  ///< what a crash leaves
    std::deque<Write> unsaved_;
    std::uint64_t applied_ = 0;
    std::uint64_t saved_ = 0;
    std::optional<Error> failure_;
};

}  // namespace clientpush
