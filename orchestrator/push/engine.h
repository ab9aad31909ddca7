#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/asio.h"
#include "push/bandwidth.h"
#include "push/gate.h"
#include "push/host_job.h"
#include "push/playbook.h"
#include "push/signal.h"

namespace clientpush {

/// A run, ready to be executed: its hosts in inventory order, each with its wave and what is already known of
/// it.
struct RunOrder {
    Run run;
    Playbook playbook;
    std::vector<Job> jobs;
    int waves = 1;
    Duration wait_for_parked{0};  ///< how long to wait for hosts that are off, once everybody else is through
};

struct RunResult {
    RunState state = RunState::ended;
    std::string reason;
    bool interrupted = false;  ///< the user left; the run can be resumed
    std::vector<HostRun> hosts;
};

/// Many hosts, within every limit at once; the waves and gates of a playbook; every host ends as one Outcome.
/// Everything happens on one thread: call it from the loop only.
class Engine {
public:
    Engine(Services services, StepLimits limits, const asio::any_io_executor& executor, unsigned seed);

    /// Throws Error{storage} when the state can no longer be kept: nothing new is started then.
    asio::awaitable<RunResult> execute(RunOrder order);

    void pause(const std::string& why);  ///< no new starts until resume
    void resume();
    void cancel();     ///< no new starts for good; running installers end and are recorded
    void interrupt();  ///< no new starts; the run stays open for a later resume

    RunState state() const { return state_; }

private:
    using Index = std::size_t;

    struct Parked {
        Duration due;  ///< by the clock's elapsed()
        Index index;
    };

    asio::awaitable<void> run_wave(int wave);
    asio::awaitable<void> wait_for_the_parked();
    asio::awaitable<void> drive(bool for_parked, Duration until);
    asio::awaitable<void> one_host(Index index);
    asio::awaitable<void> record(Index index, Outcome outcome);
    asio::awaitable<void> cancel_queued();
    std::optional<Duration> settle(Index index, const Outcome& outcome);
    void judge(int wave);
    void park(Index index, Duration delay);
    std::optional<Index> next_due(bool with_parked);
    std::optional<Duration> next_wake(Duration until) const;
    Duration take_login_turn();
    void start(Index index);
    void count_start(Index index);
    bool may_start() const;
    bool nothing_left() const;
    void announce(const std::string& text);
    void finish_run();

    Services services_;
    StepLimits limits_;
    asio::any_io_executor executor_;
    std::mt19937 random_;

    RunOrder order_;
    RunState state_ = RunState::open;
    std::string reason_;
    bool interrupted_ = false;
    std::optional<Error> fatal_;

    std::deque<Index> ready_;
    std::vector<Parked> parked_;
    std::map<std::string, int> active_per_site_;
    int active_ = 0;
    Duration next_login_{0};
    std::optional<Bandwidth> bandwidth_;
    std::map<int, Tally> wave_tally_;
    Tally run_tally_;
    std::vector<Duration> first_tried_;
    std::vector<int> failures_;
    std::vector<bool> counted_;
    Signal changed_;
};

}  // namespace clientpush
