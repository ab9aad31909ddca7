#pragma once

#include <map>
#include <set>
#include <string>

#include "simulation/gate_watch.h"
#include "support/push_world.h"

namespace clientpush {

/// Watches a simulation and remembers the first promise that was broken. It only records: what it throws
/// would be taken for a failure of the host.
class Promises : public Progress {
public:
    Promises(PushWorld& world, RunId run);

    /// A controller begins to work on the run.
    void new_controller(const Engine& engine);

    /// Another controller works on the same hosts, with a state of its own, until it is null. Each keeps its
    /// own limits and its own hosts' states; what happens on the hosts holds for both.
    void rival(const MemoryStore* state);

    /// After every event of the loop.
    void check();

    /// The run has ended, or nobody will go on with it.
    void check_end();

    const std::string& broken() const { return broken_; }
    void broke(const std::string& promise);

    void wave_begins(int wave, int of, int hosts) override;
    void host_changed(const HostRun& host) override;
    void run_notice(const std::string&) override {}

private:
    void check_start(const FakeHost::Start& start);
    void check_start_of_one(const FakeHost::Start& start);
    static bool survives_a_crash(MemoryStore state, const FakeHost::Start& start);
    void check_rows();
    void check_logins();
    void check_gate();
    void check_row_at_end(const HostRun& row);

    PushWorld& world_;
    RunId run_;
    const Engine* engine_ = nullptr;
    const MemoryStore* rival_ = nullptr;
    bool had_rival_ = false;
    std::set<std::string> started_;  ///< attempts
    std::map<std::string, std::string>
        at_work_;  ///< hosts that this controller has begun and not finished: the step
    std::set<std::string> intended_when_halted_;  ///< hosts whose start was under way by then
    std::set<std::string> names_;
    std::optional<Duration> halted_;  ///< since when nothing new may begin
    GateWatch gate_;
    std::optional<HostRun> outcome_;  ///< of this event
    int wave_ = 0;
    std::size_t logins_before_ = 0;
    std::string broken_;
};

}  // namespace clientpush
