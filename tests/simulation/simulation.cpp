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

Simulation::Simulation(unsigned seed) : dice_(seed) {
    make_fleet(world_, dice_);
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
    start(*life);
    const bool dies = lives_ < most_lives && !dice_.one_in(3);
    const std::size_t last = dies ? std::size_t(dice_.from(1, 500)) : most_events;
    for (std::size_t events = 0; !life->ended && events < last; ++events) {
        if (!turn(life->loop, world_.clock))
            return promises_->broke("nothing can happen, and the run goes on");
        ++story_.events;
        promises_->check();
        if (!promises_->broken().empty()) return;
    }
    if (life->ended) return has_ended(*life);
    if (!dies) return promises_->broke("the run never ends");
    life.reset();
    ++story_.crashes;
    world_.store.crash(std::size_t(dice_.from(0, int(world_.store.unsaved()))));
    world_.clock.advance(dice_.between(0s, 10min));
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
    asio::co_spawn(life.loop, user(life.engine), asio::detached);
}

/// Somebody who pauses and cancels now and then, and looks after a run that a gate has paused.
asio::awaitable<void> Simulation::user(Engine& engine) {
    for (;;) {
        co_await world_.clock.sleep(dice_.between(0s, 20min));
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
