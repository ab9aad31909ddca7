#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "push/engine.h"
#include "support/fake_clock.h"
#include "support/fake_fleet.h"
#include "support/memory_store.h"
#include "support/temp_dir.h"

namespace clientpush {

/// Remembers what it was told.
class ToldProgress : public Progress {
public:
    void wave_begins(int wave, int, int) override { waves.push_back(wave); }
    void host_changed(const HostRun& host) override { changes.push_back(host); }
    void run_notice(const std::string& text) override { notices.push_back(text); }

    std::vector<int> waves;
    std::vector<HostRun> changes;
    std::vector<std::string> notices;
};

/// So many further tries, each as soon as there is room.
inline RetrySpec at_once(int times) {
    RetrySpec spec;
    spec.first = Duration{0};
    spec.times = times;
    return spec;
}

/// Hosts, a state and a profile in memory, and time that only moves when nothing else can happen: all that an
/// engine needs. It outlives the engines that work on it.
class PushWorld {
public:
    static constexpr Port old_http = 80;
    static constexpr Port new_http = 8080;
    static constexpr Port https = 443;

    PushWorld();

    FakeClock clock;
    FakeFleet fleet{clock};
    MemoryStore store;
    ToldProgress progress;
    Profile profile;  ///< its installer takes up to ten minutes
    Playbook playbook;
    StepLimits limits;

    /// Clients of a site, in a wave, on the old ports: "<prefix>1", "<prefix>2", ...
    void add(const std::string& prefix, int count, const std::string& site = "ABC", int wave = 1);

    /// A job as a push without a state makes it; `pending` is what an earlier try left open.
    Job job(const std::string& host);

    RunId begin_run();

    /// The jobs of a run from what the state knows, as the program makes them on a push and on a resume.
    RunOrder order(RunId run) { return order(run, store); }

    /// The same from another state, which outlives the order.
    RunOrder order(RunId run, MemoryStore& state);

    Services services();

    /// Begins a run and executes it to its end. `meanwhile` is called at those times of the clock.
    RunResult push();
    RunResult execute(RunOrder order);
    Outcome push_one(Job job);

    using Deed = std::function<void(Engine&)>;
    std::vector<std::pair<Duration, Deed>> meanwhile;

    std::size_t payload_size() const { return package_->size(); }
    std::size_t payload_files() const { return package_->files.size(); }

    const FakeHost& host(const std::string& name) const { return fleet.machines().at(name)->host; }

private:
    struct Member {
        std::string name;
        std::string site;
        int wave;
    };

    TempDir folder_;
    std::vector<Member> members_;
    std::shared_ptr<const Package> package_;
    int ids_ = 0;
};

/// The state of each host, "ws1 managed, ws2 failed".
std::string states_of(const std::vector<HostRun>& hosts);

const HostRun& row_of(const std::vector<HostRun>& hosts, const std::string& name);

int count_of(const std::vector<HostRun>& hosts, HostState state);

}  // namespace clientpush
