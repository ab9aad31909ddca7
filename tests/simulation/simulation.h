#pragma once

#include <memory>
#include <string>

#include "simulation/promises.h"
#include "simulation/troubles.h"

namespace clientpush {

/// One whole life of a run: a random fleet, troubles, users who pause and cancel, controllers that die
/// between any two events and are followed by others, until the run has ended. The same seed gives the same
/// life.
class Simulation {
public:
    explicit Simulation(unsigned seed);

    /// The first promise that was broken; "" when all were kept.
    std::string run();

    struct Story {
        int crashes = 0;
        std::size_t starts = 0;
        int managed = 0;
        int stopped = 0;
        int cancelled = 0;
        std::size_t events = 0;
        int rivals = 0;
    };
    const Story& story() const { return story_; }

private:
    struct Life;
    struct Rival;

    void live();
    void start(Life& life);
    std::unique_ptr<Rival> maybe_rival(Life& life);
    asio::awaitable<void> live_as(Rival& rival);
    asio::awaitable<void> user(Life& life);
    void has_ended(const Life& life);
    bool goes_on(RunState state);

    static constexpr int most_lives = 8;
    static constexpr std::size_t most_events = 500'000;

    Dice dice_;
    PushWorld world_;
    RunId run_ = 0;
    int lives_ = 0;
    int ids_ = 0;
    bool has_rivals_ = false;
    std::optional<Promises> promises_;
    Story story_;
};

}  // namespace clientpush
