#pragma once

#include <exception>
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
#include "push/machines.h"
#include "push/playbook.h"
#include "push/queue.h"
#include "push/signal.h"

namespace clientpush {

/// A run, ready to be executed: its hosts in inventory order, each with its wave and its state so far. What
/// waits for its turn is only a row: the job is made when that has come, and dropped when it ends.
struct RunOrder {
    Run run;
    Playbook playbook;
    std::vector<HostRun> hosts;
    std::map<std::size_t, Attempt> pending;  ///< by index into `hosts`: left open by an earlier try

    /// The job of `hosts[index]`, but for its row and what is pending. Called on the loop, once for each try.
    std::function<Job(std::size_t index, const std::string& host)> make_job;

    std::map<std::string, std::string>
        served_by;  ///< a site to the one whose budget it shares; absent: its own
    std::function<std::vector<std::string>(const std::string& host)> jump_hosts =
        {};  ///< on the way to a host, by the names of their budgets; may be empty
    int waves = 1;
    std::function<std::optional<std::string>()> held = {};  ///< why nothing may be started now; may be empty
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
    using Index = Queue::Index;
    enum class Until { wave_through, all_through };

    asio::awaitable<void> run_wave(int wave);
    asio::awaitable<void> wait_for_the_parked();
    asio::awaitable<void> drive(Until what, Duration until);
    asio::awaitable<void> one_host(Index index);
    asio::awaitable<void> record(Index index, Outcome outcome);
    asio::awaitable<void> cancel_queued();
    std::optional<Duration> settle(Index index, const Outcome& outcome);
    void judge(int wave);
    void park(Index index, Duration delay);
    std::optional<Duration> next_wake(Duration until) const;
    Duration take_login_turn();
    void start(Index index);
    void has_left(Index index, bool of_wave, const std::exception_ptr& failure);
    Route route_to(Index index) const;
    std::optional<std::string> known_as(const Look& seen, const HostRun& row);
    std::optional<Duration> retry_after(Index index, HostState came_out);
    void count_start(Index index);
    bool may_start() const;
    bool is_turn_of_the_parked() const;
    bool is_held();
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

    Queue waiting_;
    int active_ = 0;
    int of_wave_ = 0;  ///< of the active ones: those that were not parked
    Duration next_login_{0};
    std::optional<Bandwidth> bandwidth_;
    Machines machines_;
    std::map<int, Tally> wave_tally_;
    Tally run_tally_;
    std::vector<Duration> first_tried_;
    std::vector<int> failures_;  ///< tries that were no success, by the playbook's own count
    std::vector<bool> counted_;
    Signal changed_;
};

}  // namespace clientpush
