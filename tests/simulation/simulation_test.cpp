#include "simulation/simulation.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace clientpush {
namespace {

/// CLIENTPUSH_SEED replays one seed alone; CLIENTPUSH_DEEP tries ten times as many.
std::pair<unsigned, unsigned> seeds() {
    if (const char* one = std::getenv("CLIENTPUSH_SEED")) {
        const auto seed = static_cast<unsigned>(std::stoul(one));
        return {seed, seed};
    }
    return {1, std::getenv("CLIENTPUSH_DEEP") ? 10'000 : 1'000};
}

void add(Simulation::Story& all, const Simulation::Story& one) {
    all.crashes += one.crashes;
    all.starts += one.starts;
    all.managed += one.managed;
    all.stopped += one.stopped;
    all.cancelled += one.cancelled;
    all.events += one.events;
    all.rivals += one.rivals;
}

TEST(Simulation, KeepsEveryPromiseWhateverDiesAndWhenever) {
    const auto [first, last] = seeds();
    std::cout << "seeds " << first << " to " << last << '\n';
    Simulation::Story all;
    int broken = 0;

    for (unsigned seed = first; seed <= last && broken < 5; ++seed) {
        Simulation simulation(seed);
        const std::string promise = simulation.run();
        EXPECT_EQ(promise, "") << "replay it alone with CLIENTPUSH_SEED=" << seed;
        broken += promise.empty() ? 0 : 1;
        add(all, simulation.story());
    }

    std::cout << all.events << " events, " << all.crashes << " crashes, " << all.starts << " installers, "
              << all.managed << " hosts managed, " << all.stopped << " stops by a gate, " << all.cancelled
              << " runs cancelled, " << all.rivals << " second controllers\n";
    if (first == last || broken > 0) return;
    EXPECT_GT(all.crashes, 500);
    EXPECT_GT(all.starts, 1'000U);
    EXPECT_GT(all.managed, 1'000);
    EXPECT_GT(all.stopped, 10);
    EXPECT_GT(all.cancelled, 10);
    EXPECT_GT(all.rivals, 100);
}

}  // namespace
}  // namespace clientpush
