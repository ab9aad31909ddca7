#include "simulation/simulation.h"

#include <fmt/format.h>

#include <boost/asio/detached.hpp>

namespace clientpush {

namespace {

using namespace std::chrono_literals;

}  // namespace

/// A controller: its loop, its engine, and how it came out. The engine goes first, then what was suspended.
struct Simulation::Life {
    Life(const Services& services, const StepLimits& limits, unsigned seed)
        : engine(services, limits, loop.get_executor(), seed) {}

    asio::io_context loop{1};
    Engine engine;
    RunResult result;
    std::exception_ptr failure;
    bool ended = false;
};

/// A second controller: on a copy of the state, as a backup that was restored somewhere else, or on a state
/// of its own.
struct Simulation::Rival {
    MemoryStore store;
    ToldProgress told;
    RunId run = 0;
    std::unique_ptr<Engine> engine;
    std::exception_ptr failure;
    bool ended = false;
};

Simulation::Simulation(unsigned seed) : dice_(seed) {
    make_fleet(world_, dice_);
    has_rivals_ = dice_.one_in(4);
    run_ = world_.begin_run();
    promises_.emplace(world_, run_);
}

std::string Simulation::run() {
    for (;;) {
        ++lives_;
        live();
        const RunState stored = world_.store.run(run_)->state;
        if (!promises_->broken().empty()) break;
        if (!goes_on(stored)) {
            promises_->check_end();
            break;
        }
        world_.store.set_run_state(run_, RunState::open, "", world_.clock.now());
    }
    story_.starts = world_.fleet.starts();
    story_.managed = count_of(world_.store.hosts_of(run_), HostState::managed);
    return promises_->broken();
}

/// A run that is not over is taken up again, most of the time.
bool Simulation::goes_on(RunState state) {
    if (state == RunState::ended || state == RunState::cancelled) return false;
    if (state == RunState::stopped) ++story_.stopped;
    return state == RunState::open || (lives_ < most_lives && !dice_.one_in(3));
}

/// One controller, until it has done its work or dies.
void Simulation::live() {
    Services services{world_.fleet, world_.store, world_.clock, *promises_,
                      [this] { return fmt::format("{:032x}", ++ids_); }};
    auto life = std::make_unique<Life>(services, world_.limits, unsigned(dice_.from(0, 1'000'000)));
    promises_->new_controller(life->engine);
    auto rival = maybe_rival(*life);  // dies before the loop that it waits on
    start(*life);
    const bool dies = lives_ < most_lives && !dice_.one_in(3);
    const std::size_t last = dies ? std::size_t(dice_.from(1, 500)) : most_events;
    const auto over = [&] { return life->ended && (!rival || rival->ended); };
    for (std::size_t events = 0; !over() && events < last; ++events) {
        if (!turn(life->loop, world_.clock))
            return promises_->broke("nothing can happen, and the run goes on");
        ++story_.events;
        promises_->check();
        if (!promises_->broken().empty()) return;
    }
    promises_->rival(nullptr);
    if (rival && rival->failure) return promises_->broke("the engine of the second controller failed");
    if (over()) return has_ended(*life);
    if (!dies) return promises_->broke("the run never ends");
    rival.reset();
    life.reset();
    ++story_.crashes;
    world_.store.crash(std::size_t(dice_.from(0, int(world_.store.unsaved()))));
    world_.clock.advance(dice_.between(0s, 10min));
}

std::unique_ptr<Simulation::Rival> Simulation::maybe_rival(Life& life) {
    if (!has_rivals_ || dice_.one_in(3)) return nullptr;
    auto rival = std::make_unique<Rival>();
    if (dice_.one_in(2)) {
        rival->store = world_.store;
        rival->store.save();
        rival->run = run_;
    } else {
        rival->store.name = std::string(32, '1');
        std::vector<HostRun> rows = world_.store.hosts_of(run_);
        for (HostRun& row : rows) row = world_.job(row.host).row;
        Run run;
        run.kind = "push";
        run.created_at = world_.clock.now();
        rival->run = rival->store.begin_run(std::move(run), std::move(rows));
    }
    Services services{world_.fleet, rival->store, world_.clock, rival->told,
                      [this] { return fmt::format("{:032x}", ++ids_); }};
    rival->engine = std::make_unique<Engine>(services, world_.limits, life.loop.get_executor(),
                                             unsigned(dice_.from(0, 1'000'000)));
    promises_->rival(&rival->store);
    ++story_.rivals;
    asio::co_spawn(life.loop, live_as(*rival), [&one = *rival](std::exception_ptr failure) {
        one.failure = failure;
        one.ended = true;
    });
    return rival;
}

asio::awaitable<void> Simulation::live_as(Rival& rival) {
    co_await world_.clock.sleep(dice_.between(0s, 10min));
    RunOrder order = world_.order(rival.run, rival.store);
    order.playbook.rollback = false;
    order.playbook.gate.then = GateSpec::Then::stop;  // nobody is there to resume it
    order.wait_for_parked = dice_.one_in(2) ? dice_.between(0s, 60min) : Duration{0};
    co_await rival.engine->execute(std::move(order));
}

void Simulation::start(Life& life) {
    RunOrder order = world_.order(run_);
    order.wait_for_parked = dice_.one_in(2) ? dice_.between(0s, 60min) : Duration{0};
    asio::co_spawn(life.loop, life.engine.execute(std::move(order)),
                   [&life](std::exception_ptr failure, RunResult result) {
                       life.failure = failure;
                       life.result = std::move(result);
                       life.ended = true;
                   });
    asio::co_spawn(life.loop, user(life), asio::detached);
}

/// Somebody who pauses and cancels now and then, and looks after a run that a gate has paused.
asio::awaitable<void> Simulation::user(Life& life) {
    Engine& engine = life.engine;
    for (;;) {
        co_await world_.clock.sleep(dice_.between(0s, 20min));
        if (life.ended) co_return;
        const int mood = dice_.from(1, 20);
        if (mood == 1) engine.cancel();
        if (mood == 2 && lives_ < most_lives) engine.interrupt();
        if (mood <= 5) engine.pause("by hand");
        if (mood > 5) engine.resume();
    }
}

void Simulation::has_ended(const Life& life) {
    if (life.failure) return promises_->broke("the engine failed");
    const RunState stored = world_.store.run(run_)->state;
    if (stored != life.result.state) promises_->broke("the state holds another end of the run");
    if (stored == RunState::cancelled) ++story_.cancelled;
}

}  // namespace clientpush
